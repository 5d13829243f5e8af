// Reads a database from the outside, and changes nothing: one read-only snapshot, a statement timeout, no locks beyond reading.
import type { Session } from '@senior-backend/core/postgres/session';
import type { Observation, ObservedServer } from './observation.js';
import { observeForeignKeys, observeIndexes, observeTables, observeViews } from './observe-relations.js';
import { observeAccess, observeFunctions, observeSequences } from './observe-surroundings.js';
import { observeWorkload } from './observe-workload.js';
import { SERVER, STATISTICS_SINCE } from './queries/relations.js';
import type { StatementSource } from './sources/counted.js';
import { serverStatements } from './sources/server-statements.js';

export interface ObserveOptions {
  /** How many statements to take, worst first. */
  readonly statements: number;
  /** Where the statements come from; pg_stat_statements where left out. */
  readonly source?: StatementSource;
}

export async function observe(session: Session, options: ObserveOptions): Promise<Observation> {
  await session.execute(
    "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL jit = off; SET LOCAL statement_timeout = '60s'",
  );
  try {
    const [since] = await session.query<{ since: Date | null }>(STATISTICS_SINCE);
    const tables = await observeTables(session);
    const views = await observeViews(session);
    const source = options.source ?? serverStatements;
    return {
      server: await observeServer(session),
      statisticsSince: since?.since?.toISOString() ?? null,
      tables,
      indexes: await observeIndexes(session),
      foreignKeys: await observeForeignKeys(session),
      sequences: await observeSequences(session),
      functions: await observeFunctions(session),
      access: await observeAccess(session),
      workload: await observeWorkload(session, { tables, views }, await source(session, options.statements)),
    };
  } finally {
    await session.execute('ROLLBACK');
  }
}

async function observeServer(session: Session): Promise<ObservedServer> {
  const [row] = await session.query<Omit<ObservedServer, 'version' | 'database'>>(SERVER);
  return {
    version: session.serverVersion,
    database: session.database,
    replica: row?.replica ?? false,
    extensions: row?.extensions ?? [],
  };
}
