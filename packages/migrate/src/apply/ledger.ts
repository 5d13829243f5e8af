// What ran in this database: a schema of its own, written in the same transactions as the migrations themselves.
import type { Session } from '@senior-backend/core/postgres/session';
import { compareFileNames } from './files/compare-file-names.js';
import type { Direction, Migration, Step } from './files/migration.js';

export type LedgerState = 'running' | 'applied' | 'rolling back';

export interface LedgerEntry {
  readonly id: string;
  readonly checksum: string;
  readonly textChecksum: string;
  readonly state: LedgerState;
  readonly startedAt: string;
  readonly finishedAt: string | null;
}

export interface LedgerStep {
  readonly n: number;
  readonly state: 'started' | 'done';
}

const CREATE_LEDGER = `
CREATE SCHEMA IF NOT EXISTS db_migrate;
CREATE TABLE IF NOT EXISTS db_migrate.migrations (
  id text PRIMARY KEY,
  checksum text NOT NULL,
  text_checksum text NOT NULL,
  state text NOT NULL CHECK (state IN ('running', 'applied', 'rolling back')),
  started_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  finished_at timestamptz,
  tool_version text NOT NULL
);
CREATE TABLE IF NOT EXISTS db_migrate.steps (
  migration text NOT NULL REFERENCES db_migrate.migrations (id) ON DELETE CASCADE,
  direction text NOT NULL CHECK (direction IN ('up', 'down')),
  n integer NOT NULL,
  state text NOT NULL CHECK (state IN ('started', 'done')),
  sql text NOT NULL,
  noted_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (migration, direction, n)
)`;

export async function ledgerExists(session: Session): Promise<boolean> {
  const [row] = await session.query<{ there: boolean }>(
    "SELECT to_regclass('db_migrate.migrations') IS NOT NULL AS there",
  );
  return row?.there === true;
}

export async function createLedger(session: Session): Promise<void> {
  if (!(await ledgerExists(session))) await session.execute(`BEGIN; ${CREATE_LEDGER}; COMMIT`);
}

/** Every migration that was begun, in the order in which they run. */
export async function readLedger(session: Session): Promise<readonly LedgerEntry[]> {
  if (!(await ledgerExists(session))) return [];
  const entries = await session.query<LedgerEntry>(`
    SELECT id, checksum, text_checksum AS "textChecksum", state, started_at::text AS "startedAt", finished_at::text AS "finishedAt"
    FROM db_migrate.migrations`);
  return [...entries].sort((a, b) => compareFileNames(a.id, b.id));
}

export async function readSteps(
  session: Session,
  id: string,
  direction: Direction,
): Promise<ReadonlyMap<number, LedgerStep['state']>> {
  const rows = await session.query<LedgerStep>(
    'SELECT n, state FROM db_migrate.steps WHERE migration = $1 AND direction = $2',
    [id, direction],
  );
  return new Map(rows.map(({ n, state }) => [n, state]));
}

export async function noteBegun(
  session: Session,
  migration: Migration,
  direction: Direction,
  toolVersion: string,
): Promise<void> {
  if (direction === 'down') {
    await session.query("UPDATE db_migrate.migrations SET state = 'rolling back', finished_at = NULL WHERE id = $1", [
      migration.id,
    ]);
    return;
  }
  await session.query(
    `INSERT INTO db_migrate.migrations (id, checksum, text_checksum, state, tool_version) VALUES ($1, $2, $3, 'running', $4)
     ON CONFLICT (id) DO UPDATE SET checksum = excluded.checksum, text_checksum = excluded.text_checksum`,
    [migration.id, migration.checksum, migration.textChecksum, toolVersion],
  );
}

export async function noteStep(
  session: Session,
  id: string,
  direction: Direction,
  step: Step,
  state: LedgerStep['state'],
): Promise<void> {
  await session.query(
    `INSERT INTO db_migrate.steps (migration, direction, n, state, sql) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (migration, direction, n) DO UPDATE SET state = excluded.state, noted_at = clock_timestamp()`,
    [id, direction, step.n, state, step.statement.text],
  );
}

export async function noteFinished(session: Session, id: string, direction: Direction): Promise<void> {
  if (direction === 'down') await session.query('DELETE FROM db_migrate.migrations WHERE id = $1', [id]);
  else
    await session.query(
      "UPDATE db_migrate.migrations SET state = 'applied', finished_at = clock_timestamp() WHERE id = $1",
      [id],
    );
}
