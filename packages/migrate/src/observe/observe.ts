// Reads a database from the outside, and changes nothing: one read-only snapshot, a statement timeout, no locks beyond reading.
import type { Session } from '@senior-backend/core/postgres/session';
import type { Observation } from './observation.js';
import { observeForeignKeys, observeIndexes, observeTables } from './observe-relations.js';
import { observeAccess, observeFunctions, observeSequences } from './observe-surroundings.js';
import { observeWorkload } from './observe-workload.js';
import { STATISTICS_SINCE } from './queries/relations.js';

export interface ObserveOptions {
  /** How many statements to take, worst first. */
  readonly statements: number;
}

export async function observe(session: Session, options: ObserveOptions): Promise<Observation> {
  await session.execute(
    "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL jit = off; SET LOCAL statement_timeout = '60s'",
  );
  try {
    const [since] = await session.query<{ since: Date | null }>(STATISTICS_SINCE);
    const tables = await observeTables(session);
    return {
      server: { version: session.serverVersion, database: session.database },
      statisticsSince: since?.since?.toISOString() ?? null,
      tables,
      indexes: await observeIndexes(session),
      foreignKeys: await observeForeignKeys(session),
      sequences: await observeSequences(session),
      functions: await observeFunctions(session),
      access: await observeAccess(session),
      workload: await observeWorkload(session, tables, options.statements),
    };
  } finally {
    await session.execute('ROLLBACK');
  }
}
