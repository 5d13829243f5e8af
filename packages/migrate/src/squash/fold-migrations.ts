// A folder of migrations as one: what they lead to from an empty database, and the way back, proved like any migration.
import type { Env } from '@senior-backend/core/env/env';
import type { Catalog } from '@senior-backend/core/postgres/catalog';
import { readCatalog } from '@senior-backend/core/postgres/catalog/read-catalog';
import type { Migration } from '../apply/files/migration.js';
import { runFromEmpty } from '../apply/run-from-empty.js';
import { migrateError } from '../codes.js';
import { planMigration } from '../plan/plan-migration.js';
import type { Statement } from '../plan/statement.js';
import type { Proof } from '../prove/proof.js';
import { prove } from '../prove/prove.js';
import { comparable } from '../read/comparable.js';
import { applyPlan } from '../scratch/apply-plan.js';
import type { Scratch } from '../scratch/scratch.js';
import { readRows, rowDigest } from './read-rows.js';

export interface Folded {
  readonly up: readonly Statement[];
  readonly down: readonly Statement[];
  readonly proof: Proof;
}

/** Throws what a migration throws that does not run, MIG117 for rows that cannot be folded, MIG111 where the proof fails. */
export async function foldMigrations(
  migrations: readonly Migration[],
  scratch: Scratch,
  env: Env,
  onStep: (text: string) => void,
): Promise<Folded> {
  const [emptyName, name] = [await scratch.create(), await scratch.create()];
  const before = await scratch.use(emptyName, async (session) => comparable(await readCatalog(session)));
  const reached = await scratch.use(name, async (session) => {
    await runFromEmpty(session, migrations, env, onStep);
    const after = comparable(await readCatalog(session));
    return { after, rows: await readRows(session, after), digest: await rowDigest(session, after) };
  });
  const { after, rows, digest } = reached;
  const schema = planMigration(before, after).statements;
  const proved = await prove({
    before,
    after,
    up: [...schema, ...rows],
    down: planMigration(after, before).statements,
    scratch,
    env,
    liveSettings: scratch.dumpSettings(emptyName),
    desiredSettings: scratch.dumpSettings(name),
  });
  if (rows.length > 0) await expectSameRows(scratch, proved.up, after, digest);
  return proved;
}

async function expectSameRows(
  scratch: Scratch,
  up: readonly Statement[],
  after: Catalog,
  expected: readonly string[],
): Promise<void> {
  const copy = await scratch.create();
  const found = await scratch.use(copy, async (session) => {
    await applyPlan(session, up);
    return rowDigest(session, after);
  });
  const wrong = expected.filter((line, at) => line !== found[at]);
  if (wrong.length === 0) return;
  throw migrateError('MIG111', {
    message: `the folded migration leaves other rows than the folder: ${wrong.map((line) => line.split(' ')[0]).join(', ')}`,
    help: 'nothing was written. Please report the migrations',
  });
}
