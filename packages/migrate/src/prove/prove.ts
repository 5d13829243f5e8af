// Runs a migration and its rollback on a copy of the old schema, and lets pg_dump say where they lead.
import type { Env } from '@senior-backend/core/env/env';
import type { Catalog } from '@senior-backend/core/postgres/catalog';
import { readCatalog } from '@senior-backend/core/postgres/catalog/read-catalog';
import type { Session } from '@senior-backend/core/postgres/session';
import type { ConnectionSettings } from '@senior-backend/core/postgres/settings';
import { splitSql } from '@senior-backend/core/postgres/sql/split';
import { migrateError } from '../codes.js';
import { planMigration } from '../plan/plan-migration.js';
import type { Statement } from '../plan/statement.js';
import { comparable } from '../read/comparable.js';
import { applyPlan, PlanRefused } from './apply-plan.js';
import { compareDumps, type DumpProgram, dumpSchema, findDumpProgram } from './dump.js';
import type { Scratch } from './scratch.js';

export interface Proof {
  /** `pg_dump (PostgreSQL) 15.18`, or `catalogue` where there is no pg_dump. */
  readonly observer: string;
  readonly up: 'equal';
  readonly down: 'equal';
}

export interface Sides {
  readonly before: Catalog;
  readonly after: Catalog;
  readonly up: readonly Statement[];
  readonly down: readonly Statement[];
}

/** What one side looks like to an observer. */
type View = { readonly kind: 'dump'; readonly text: string } | { readonly kind: 'catalog'; readonly catalog: Catalog };

export interface ProofInput extends Sides {
  readonly scratch: Scratch;
  readonly env: Env;
  readonly liveSettings: ConnectionSettings;
  /** How to look at the desired schema: a scratch database, or the database that it was read from. */
  readonly desiredSettings: ConnectionSettings | undefined;
}

/** Throws MIG111 where the migration or the rollback does not lead exactly where it should. */
export async function prove(input: ProofInput): Promise<Proof> {
  const { scratch, env } = input;
  const program =
    scratch.dumpSettings('any') && input.desiredSettings
      ? await findDumpProgram(env, Math.max(input.before.serverVersion, input.after.serverVersion))
      : undefined;
  const copy = await scratch.create();
  const oldView: View = program
    ? { kind: 'dump', text: await dumpSchema(program, input.liveSettings, env) }
    : { kind: 'catalog', catalog: input.before };
  const newView: View =
    program && input.desiredSettings
      ? { kind: 'dump', text: await dumpSchema(program, input.desiredSettings, env) }
      : { kind: 'catalog', catalog: input.after };
  await scratch.use(copy, (session) => copySchema(session, oldView));
  expectEqual('the copy of the connected schema', oldView, await look(input, copy, program));
  await walk(input, copy, 'migration', input.up);
  expectEqual('after the migration', newView, await look(input, copy, program));
  await expectSettled(input, copy);
  await walk(input, copy, 'rollback', input.down);
  expectEqual('after the rollback', oldView, await look(input, copy, program));
  return { observer: program?.version ?? 'catalogue', up: 'equal', down: 'equal' };
}

async function look({ scratch, env }: ProofInput, database: string, program: DumpProgram | undefined): Promise<View> {
  const settings = scratch.dumpSettings(database);
  if (program && settings) return { kind: 'dump', text: await dumpSchema(program, settings, env) };
  return { kind: 'catalog', catalog: comparable(await scratch.use(database, readCatalog)) };
}

async function copySchema(session: Session, view: View): Promise<void> {
  if (view.kind === 'catalog') {
    const empty = comparable(await readCatalog(session));
    return applyPlan(session, planMigration(empty, view.catalog).statements);
  }
  // A dump makes the schema public only where it was changed; the scratch database has it already.
  for (const piece of splitSql(view.text).pieces) {
    if (piece.kind !== 'sql') continue;
    const text = piece.text === 'CREATE SCHEMA public' ? 'CREATE SCHEMA IF NOT EXISTS public' : piece.text;
    await session.execute(text);
  }
}

async function walk(
  { scratch }: ProofInput,
  database: string,
  what: string,
  statements: readonly Statement[],
): Promise<void> {
  try {
    await scratch.use(database, (session) => applyPlan(session, statements));
  } catch (error) {
    if (!(error instanceof PlanRefused)) throw error;
    throw unproved(`the ${what} failed on the scratch copy: ${error.message}`, error);
  }
}

function expectEqual(when: string, expected: View, found: View): void {
  const differences =
    expected.kind === 'dump' && found.kind === 'dump'
      ? compareDumps(expected.text, found.text)
      : compareCatalogs(expected, found);
  if (differences.length > 0)
    throw unproved(`${when}: the schema is not the expected one\n${differences.slice(0, 6).join('\n')}`);
}

function compareCatalogs(expected: View, found: View): readonly string[] {
  if (expected.kind !== 'catalog' || found.kind !== 'catalog') return [];
  return planMigration(found.catalog, expected.catalog).deltas.map(
    (delta) => `${delta.change} ${delta.change === 'drop' ? delta.before.id : delta.after.id}`,
  );
}

/** A second comparison has nothing left to do. */
async function expectSettled({ scratch, after }: ProofInput, database: string): Promise<void> {
  const reached = comparable(await scratch.use(database, readCatalog));
  const again = planMigration(reached, after).statements;
  if (again.length > 0)
    throw unproved(
      `after the migration a second comparison still asks for:\n${again
        .map(({ sql }) => sql)
        .slice(0, 6)
        .join(';\n')}`,
    );
}

function unproved(message: string, cause?: unknown): Error {
  return migrateError('MIG111', {
    message,
    help: 'nothing was written; --no-proof writes the files all the same, and says so in them. Please report the two schemas',
    cause,
  });
}
