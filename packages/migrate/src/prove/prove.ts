// Runs a migration and its rollback on a copy of the old schema, and lets pg_dump say where they lead.
import type { Env } from '@senior-backend/core/env/env';
import type { Catalog } from '@senior-backend/core/postgres/catalog';
import { readCatalog } from '@senior-backend/core/postgres/catalog/read-catalog';
import { readRoles } from '@senior-backend/core/postgres/catalog/read-roles';
import { isServerError, type Session } from '@senior-backend/core/postgres/session';
import type { ConnectionSettings } from '@senior-backend/core/postgres/settings';
import { quoteLiteral } from '@senior-backend/core/postgres/sql/quote';
import { splitSql } from '@senior-backend/core/postgres/sql/split';
import { migrateError } from '../codes.js';
import { planMigration } from '../plan/plan-migration.js';
import type { Statement } from '../plan/statement.js';
import { comparable } from '../read/comparable.js';
import { onlyRoles, type RoleFilter, withRoles } from '../read/with-roles.js';
import { withoutParentsNames } from '../read/without-parents-names.js';
import { applyPlan, PlanRefused } from '../scratch/apply-plan.js';
import type { Scratch } from '../scratch/scratch.js';
import { compareDumps, type DumpProgram, DumpRefused, dumpSchema, findDumpProgram } from './dump.js';
import { compareLines, dumpRoles } from './dump-roles.js';
import { runMeasured } from './measure.js';

export interface Proof {
  /** `pg_dump (PostgreSQL) 15.18`, or `catalogue` where there is no pg_dump, with the reason where it was refused. */
  readonly observer: string;
  readonly up: 'equal';
  readonly down: 'equal';
}

/** What was proved, and what each statement was seen to do. */
export interface Proved {
  readonly proof: Proof;
  readonly up: readonly Statement[];
  readonly down: readonly Statement[];
}

export interface Sides {
  readonly before: Catalog;
  readonly after: Catalog;
  readonly up: readonly Statement[];
  readonly down: readonly Statement[];
}

/** What one side looks like to an observer. */
type View =
  | { readonly kind: 'dump'; readonly text: string; readonly roles: readonly string[] }
  | { readonly kind: 'catalog'; readonly catalog: Catalog };

export interface ProofInput extends Sides {
  readonly scratch: Scratch;
  readonly env: Env;
  /** How to look at the old schema. */
  readonly liveSettings: ConnectionSettings | undefined;
  /** How to look at the desired schema: a scratch database, or the database that it was read from. */
  readonly desiredSettings: ConnectionSettings | undefined;
  /** With --roles: which of them are compared. The scratch server is then there for the proof alone. */
  readonly isComparedRole?: RoleFilter;
}

/** Throws MIG111 where the migration or the rollback does not lead exactly where it should. */
export async function prove(input: ProofInput): Promise<Proved> {
  const { program, oldView, newView, observer } = await observe(input);
  const copy = await copyOf(input, oldView, program);
  const up = await walk(input, copy, 'migration', input.up);
  expectEqual('after the migration', newView, await look(input, copy, program));
  await expectSettled(input, copy);
  const down = await walk(input, copy, 'rollback', input.down);
  expectEqual('after the rollback', oldView, await look(input, copy, program));
  return { proof: { observer, up: 'equal', down: 'equal' }, up, down };
}

/** Both sides as the observer sees them, and who it is. */
interface Observed {
  readonly program: DumpProgram | undefined;
  readonly oldView: View;
  readonly newView: View;
  readonly observer: string;
}

/** pg_dump where it can be had and may read both sides, else our own reading of the catalogue. */
async function observe(input: ProofInput): Promise<Observed> {
  const { before, after, liveSettings, desiredSettings, scratch, env } = input;
  const ourselves = (observer: string): Observed => ({
    program: undefined,
    oldView: { kind: 'catalog', catalog: before },
    newView: { kind: 'catalog', catalog: after },
    observer,
  });
  if (!scratch.dumpSettings('any') || !liveSettings || !desiredSettings) return ourselves('catalogue');
  const program = await findDumpProgram(env, Math.max(before.serverVersion, after.serverVersion));
  if (!program) return ourselves('catalogue');
  try {
    const [oldView, newView] = await Promise.all([
      dumpView(input, program, liveSettings),
      dumpView(input, program, desiredSettings),
    ]);
    return { program, oldView, newView, observer: program.version };
  } catch (error) {
    // It locks every table, which takes a right that reading the catalogue does not.
    if (!(error instanceof DumpRefused)) throw error;
    const said = /ERROR:\s+(.*)/.exec(error.reason)?.[1] ?? error.reason;
    return ourselves(`catalogue, since pg_dump was refused: ${said}`);
  }
}

async function look(input: ProofInput, database: string, program: DumpProgram | undefined): Promise<View> {
  const settings = input.scratch.dumpSettings(database);
  return program && settings
    ? dumpView(input, program, settings)
    : { kind: 'catalog', catalog: await readCopy(input, database) };
}

async function dumpView(
  { env, isComparedRole }: ProofInput,
  program: DumpProgram,
  settings: ConnectionSettings,
): Promise<View> {
  const text = await dumpSchema(program, settings, env);
  return { kind: 'dump', text, roles: isComparedRole ? await dumpRoles(program, settings, env, isComparedRole) : [] };
}

/** What is compared of a database of the scratch server. */
function readCopy({ scratch, isComparedRole }: ProofInput, database: string): Promise<Catalog> {
  return scratch.use(database, async (session) => {
    const catalog = comparable(await readCatalog(session));
    return isComparedRole ? withRoles(catalog, await readRoles(session), isComparedRole) : catalog;
  });
}

/** A database with the old schema: from its dump, and where that does not lead there from the catalogue. */
async function copyOf(input: ProofInput, oldView: View, program: DumpProgram | undefined): Promise<string> {
  const { scratch, before } = input;
  if (input.isComparedRole) await makeRoles(input);
  if (oldView.kind === 'dump') {
    const restored = await scratch.create();
    const refused = await scratch.use(restored, (session) => restore(session, oldView.text, before));
    if (!refused && differences(oldView, await look(input, restored, program)).length === 0) return restored;
  }
  const built = await scratch.create();
  const empty = await readCopy(input, built);
  await scratch.use(built, (session) => applyPlan(session, planMigration(empty, before).statements));
  expectEqual('the copy of the connected schema', oldView, await look(input, built, program));
  return built;
}

/** The roles of the old server, which a dump of one database does not make. */
async function makeRoles(input: ProofInput): Promise<void> {
  const database = await input.scratch.create();
  const none = onlyRoles(await readCopy(input, database));
  const { statements } = planMigration(none, onlyRoles(input.before));
  await input.scratch.use(database, (session) => applyPlan(session, statements));
}

/** Statements that go to the server together, and so in one transaction: few enough for its table of locks. */
const RESTORE_TOGETHER = 200;

/** Whether the server refused a statement: a dump of a newer server, a right that is missing. */
async function restore(session: Session, dump: string, before: Catalog): Promise<boolean> {
  const statements = splitSql(dump).pieces.flatMap((piece) =>
    piece.kind === 'sql' ? [adapted(piece.text, before)] : [],
  );
  try {
    for (let at = 0; at < statements.length; at += RESTORE_TOGETHER)
      // On a line of its own: what ends in a comment does not swallow it.
      await session.execute(statements.slice(at, at + RESTORE_TOGETHER).join('\n;\n'));
    return false;
  } catch (error) {
    if (!isServerError(error)) throw error;
    return true;
  }
}

/** The scratch database has its public schema already, and a dump does not say which version an extension has. */
function adapted(sql: string, before: Catalog): string {
  if (sql === 'CREATE SCHEMA public') return 'CREATE SCHEMA IF NOT EXISTS public';
  const extension = /^CREATE EXTENSION IF NOT EXISTS ("(?:[^"]|"")+"|\S+) /.exec(sql)?.[1];
  const fact = before.facts.get(`extension:${extension ?? ''}`);
  return fact?.kind === 'extension' ? `${sql} VERSION ${quoteLiteral(fact.attributes.version)}` : sql;
}

async function walk(
  { scratch }: ProofInput,
  database: string,
  what: string,
  statements: readonly Statement[],
): Promise<readonly Statement[]> {
  try {
    return await scratch.use(database, (session) => runMeasured(session, statements));
  } catch (error) {
    if (!(error instanceof PlanRefused)) throw error;
    throw unproved(`the ${what} failed on the scratch copy: ${error.message}`, error);
  }
}

function expectEqual(when: string, expected: View, found: View): void {
  const wrong = differences(expected, found);
  if (wrong.length > 0) throw unproved(`${when}: the schema is not the expected one\n${wrong.slice(0, 6).join('\n')}`);
}

function differences(expected: View, found: View): readonly string[] {
  return expected.kind === 'dump' && found.kind === 'dump'
    ? [...compareDumps(expected.text, found.text), ...compareLines(expected.roles, found.roles)]
    : compareCatalogs(expected, found);
}

function compareCatalogs(expected: View, found: View): readonly string[] {
  if (expected.kind !== 'catalog' || found.kind !== 'catalog') return [];
  const { deltas } = planMigration(withoutParentsNames(found.catalog), withoutParentsNames(expected.catalog));
  return deltas.map((delta) => `${delta.change} ${delta.change === 'drop' ? delta.before.id : delta.after.id}`);
}

/** A second comparison has nothing left to do. */
async function expectSettled(input: ProofInput, database: string): Promise<void> {
  const again = planMigration(await readCopy(input, database), input.after).statements;
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
