// Runs migrations for real inside a transaction that is rolled back.
import type { Session } from '@senior-backend/core/postgres/session';
import { isServerError } from '@senior-backend/core/postgres/session';
import { migrateError } from '../codes.js';
import { placeOf } from '../read/files/load-schema.js';
import type { Migration } from './files/migration.js';
import { heldLocks, strongestNew } from './held-locks.js';

export interface DryStep {
  readonly n: number;
  readonly sql: string;
  readonly state: 'would run';
  readonly attempts: number;
  readonly ms: number | null;
  /** The strongest lock on a table or view that it took and the transaction did not have before. */
  readonly lock: string | null;
  /** Rows that were inserted, updated or deleted by it; null where the server does not count them. */
  readonly rows: number | null;
}

export interface DryFile {
  readonly migration: Migration;
  readonly steps: readonly DryStep[];
}

/** Only a superuser may turn the counters on; they are on unless somebody turned them off. */
const COUNT_ROWS = `SELECT set_config('track_counts', 'on', true) WHERE current_setting('is_superuser') = 'on'`;

async function isCounting(session: Session): Promise<boolean> {
  const [row] = await session.query<{ on: boolean }>(`SELECT current_setting('track_counts') = 'on' AS on`);
  return row?.on === true;
}

interface DryRunning {
  now(): number;
  readonly countsRows: boolean;
}

/** Everything in one transaction, then ROLLBACK. The steps must all be such as can be in one. */
export async function dryRun(
  session: Session,
  migrations: readonly Migration[],
  lockTimeoutMs: number,
  now: () => number,
): Promise<readonly DryFile[]> {
  await session.execute(`BEGIN; SET LOCAL lock_timeout = ${Math.round(lockTimeoutMs)}; ${COUNT_ROWS}`);
  try {
    const countsRows = await isCounting(session);
    const files: DryFile[] = [];
    for (const migration of migrations) {
      files.push({ migration, steps: await dryFile(session, migration, { now, countsRows }) });
    }
    return files;
  } finally {
    await session.execute('ROLLBACK');
  }
}

async function dryFile(
  session: Session,
  migration: Migration,
  { now, countsRows }: DryRunning,
): Promise<readonly DryStep[]> {
  const steps: DryStep[] = [];
  let rowsBefore = await rowsTouched(session);
  for (const { n, statement } of migration.steps) {
    const sql = statement.text;
    const before = await heldLocks(session);
    const started = now();
    await session.execute(sql).catch((error: unknown) => {
      if (!isServerError(error)) throw error;
      throw migrateError('MIG201', {
        message: `${error.message} (${error.code})`,
        at: placeOf(migration.file, statement, error),
        help: error.hint ?? error.detail ?? 'this was a dry run: nothing was changed',
        cause: error,
      });
    });
    const ms = now() - started;
    const rows = await rowsTouched(session);
    steps.push({
      n,
      sql,
      state: 'would run',
      attempts: 1,
      ms,
      lock: strongestNew(before, await heldLocks(session)),
      rows: countsRows ? rows - rowsBefore : null,
    });
    rowsBefore = rows;
  }
  return steps;
}

async function rowsTouched(session: Session): Promise<number> {
  const [row] = await session.query<{ rows: string | null }>(
    'SELECT sum(n_tup_ins + n_tup_upd + n_tup_del)::text AS rows FROM pg_stat_xact_user_tables',
  );
  return Number(row?.rows ?? 0);
}
