// Runs a plan statement by statement and notes what each one really does to the tables that were there before: the locks
// that it holds (pg_locks), and whether it writes the table anew (relfilenode).
import { isServerError, type Session } from '@senior-backend/core/postgres/session';
import { hazard, LOCK_MODES, type LockMode, type Statement } from '../plan/statement.js';
import { PlanRefused } from '../scratch/apply-plan.js';

interface HeldLock {
  readonly relation: string;
  readonly name: string;
  readonly mode: string;
  readonly file: string;
}

const HELD = `
  SELECT c.oid::text AS relation, quote_ident(n.nspname) || '.' || quote_ident(c.relname) AS name, l.mode, c.relfilenode::text AS file
  FROM pg_locks l
  JOIN pg_class c ON c.oid = l.relation AND c.relkind IN ('r', 'p', 'm', 'v', 'f')
  JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname <> 'pg_catalog'
  WHERE l.pid = pg_backend_pid() AND l.locktype = 'relation' AND l.granted AND c.oid >= 16384`;

/** The same statements with `lock`, `rewrites` and the hazard of rewriting as they were observed. */
export async function runMeasured(session: Session, statements: readonly Statement[]): Promise<readonly Statement[]> {
  await session.execute('SET check_function_bodies = off');
  const rows = await session.query<{ oid: string; file: string }>(
    "SELECT oid::text AS oid, relfilenode::text AS file FROM pg_class WHERE relkind IN ('r', 'p', 'm', 'v', 'f') AND oid >= 16384",
  );
  const files = new Map(rows.map(({ oid, file }) => [oid, file]));
  const measured: Statement[] = [];
  for (const statement of statements)
    measured.push(
      statement.transactional ? await measure(session, statement, files) : await runAlone(session, statement),
    );
  // What the session of a scratch database begins with.
  await session.execute('RESET ALL; SET synchronous_commit = off');
  return measured;
}

async function measure(session: Session, statement: Statement, files: Map<string, string>): Promise<Statement> {
  await session.execute('BEGIN');
  await run(session, statement);
  const held: HeldLock[] = [];
  await session.stream<HeldLock>(`${HELD}; COMMIT`, (lock) => {
    if (files.has(lock.relation)) held.push(lock);
  });
  // A materialised view or a table without storage has no file to compare.
  const rewritten = held.filter(({ relation, file }) => files.get(relation) !== file && file !== '0');
  for (const { relation, file } of held) files.set(relation, file);
  const modes = new Set(held.map(({ mode }) => modeName(mode)));
  const lock = LOCK_MODES.findLast((mode) => modes.has(mode)) ?? null;
  return {
    ...statement,
    lock: withoutReading(lock),
    rewrites: rewritten.length > 0,
    hazards: rewriteHazards(statement, rewritten),
  };
}

/** A statement that only reads stands in nobody's way. */
function withoutReading(lock: LockMode | null): LockMode | null {
  return lock === 'ACCESS SHARE' || lock === 'ROW SHARE' ? null : lock;
}

function rewriteHazards(statement: Statement, rewritten: readonly HeldLock[]): Statement['hazards'] {
  const others = statement.hazards.filter(({ kind }) => kind !== 'rewrite');
  const names = [...new Set(rewritten.map(({ name }) => name))];
  const copiesRows = statement.sql.startsWith('UPDATE ');
  return [
    ...others,
    ...names.map((name) => hazard('rewrite', `${name} is rewritten`)),
    ...(copiesRows ? statement.hazards.filter(({ kind }) => kind === 'rewrite') : []),
  ];
}

async function runAlone(session: Session, statement: Statement): Promise<Statement> {
  await run(session, statement);
  return statement;
}

async function run(session: Session, statement: Statement): Promise<void> {
  await session.execute(statement.sql).catch(async (error: unknown) => {
    await session.execute('ROLLBACK').catch(() => undefined);
    throw isServerError(error) ? new PlanRefused(statement, error) : error;
  });
}

/** `AccessExclusiveLock` → `ACCESS EXCLUSIVE` */
export function modeName(mode: string): string {
  return mode
    .replace(/Lock$/, '')
    .replace(/(?<!^)([A-Z])/g, ' $1')
    .toUpperCase();
}
