// A database walks through random schemas; another one follows it by plans alone, forth, back and forth again, and pg_dump
// says each time whether it is where the first one is.
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { seededRandom } from '@senior-backend/core/env/memory-env';
import type { Catalog } from '@senior-backend/core/postgres/catalog';
import { readCatalog } from '@senior-backend/core/postgres/catalog/read-catalog';
import { connect } from '@senior-backend/core/postgres/connect';
import { isServerError, type Session } from '@senior-backend/core/postgres/session';
import { planMigration } from '../../../packages/migrate/src/plan/plan-migration.js';
import { compareDumps } from '../../../packages/migrate/src/prove/dump.js';
import { applyPlan } from '../../../packages/migrate/src/scratch/apply-plan.js';
import { serverBinFolder, type TestDatabase, testDatabase } from '../../support/postgres.js';
import { randomStep } from './steps.js';

const execute = promisify(execFile);

export interface Walk {
  /** Makes the schema that it starts from. */
  readonly start: (database: TestDatabase) => Promise<void>;
  readonly steps: number;
  readonly seed: number;
  /** Steps between two looks, at most. */
  readonly stride: number;
}

/** What went wrong, each with its seed and steps. Every failure is said at once: a long walk is not walked twice. */
export async function walk({ start, steps, seed, stride: longest }: Walk): Promise<readonly string[]> {
  const random = seededRandom(seed);
  const leader = await testDatabase();
  let follower = await testDatabase();
  await start(leader);
  await start(follower);
  const ahead = await leader.session();
  let catalog = await readCatalog(ahead);
  const failures: string[] = [];
  for (let done = 0, n = 0; done < steps; ) {
    const before = catalog;
    const stride = 1 + Math.floor(random() * longest);
    const taken: string[] = [];
    while (taken.length < stride) {
      n += 1;
      const sql = randomStep({ random, catalog, n });
      if (!(await accepted(ahead, sql))) continue;
      taken.push(sql);
      catalog = await readCatalog(ahead);
    }
    done += stride;
    const wrong = await follow({ leader, follower, before, after: catalog }).catch((error: unknown) => String(error));
    if (wrong === '') continue;
    await follower.drop();
    failures.push(`seed ${seed}, step ${done}:\n${taken.join(';\n')}\n${wrong}`);
    process.stdout.write(`${failures.at(-1)}\n`);
    follower = await testDatabase();
    await restore(follower, (await dump(leader)).replace(/^\\.*$/gm, ''));
    await catchUp(follower, catalog);
  }
  return failures;
}

/** By psql, from a file: a whole schema is more than a command line holds. */
export async function restore(database: TestDatabase, sql: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'walk-'));
  await writeFile(join(folder, 'schema.sql'), sql);
  await execute(join(serverBinFolder(), 'psql'), ['-Xqd', database.url, '-f', join(folder, 'schema.sql')]).finally(() =>
    rm(folder, { recursive: true, force: true }),
  );
}

async function accepted(session: Session, sql: string): Promise<boolean> {
  return session.execute(sql).then(
    () => true,
    (error: unknown) => {
      if (isServerError(error)) return false;
      throw error;
    },
  );
}

interface Pair {
  readonly leader: TestDatabase;
  readonly follower: TestDatabase;
  readonly before: Catalog;
  readonly after: Catalog;
}

/** What a dump does not hold: a child of plain inheritance that allows the null that its parent does not, until version 18. */
async function catchUp(follower: TestDatabase, catalog: Catalog): Promise<void> {
  const session = await connect(follower.settings);
  await applyPlan(session, planMigration(await readCatalog(session), catalog).statements).finally(() =>
    session.close(),
  );
}

/** Empty, or what is wrong. */
async function follow({ leader, follower, before, after }: Pair): Promise<string> {
  const session = await connect(follower.settings);
  return followBy(session, { leader, follower, before, after }).finally(() => session.close());
}

async function followBy(session: Session, { leader, follower, before, after }: Pair): Promise<string> {
  const old = await dump(follower);
  const wanted = await dump(leader);
  for (const [when, from, to, expected] of [
    ['forth', before, after, wanted],
    ['back', after, before, old],
    ['forth again', before, after, wanted],
  ] as const) {
    await applyPlan(session, planMigration(from, to).statements);
    const differences = compareDumps(expected, await dump(follower));
    if (differences.length > 0) return `${when}: ${differences.join('\n')}`;
    const left = planMigration(await readCatalog(session), to).statements;
    if (left.length > 0) return `${when}, asked again: ${left.map(({ sql }) => sql).join(';\n')}`;
  }
  return '';
}

async function dump(database: TestDatabase): Promise<string> {
  const { stdout } = await execute(join(serverBinFolder(), 'pg_dump'), ['--schema-only', '-d', database.url], {
    maxBuffer: 1 << 28,
  });
  return stdout;
}
