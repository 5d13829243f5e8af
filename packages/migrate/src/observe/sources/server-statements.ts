// The statements that ran, as the server counted them.
import { isServerError, type Session } from '@senior-backend/core/postgres/session';
import { quoteIdentifier } from '@senior-backend/core/postgres/sql/quote';
import type { WorkloadGap } from '../observation.js';
import { extensionSchema, statementsInfo, topStatements } from '../queries/statements.js';
import type { CountedStatement, StatementSource } from './counted.js';

interface StatementRow {
  readonly id: string;
  readonly sql: string;
  readonly calls: number;
  readonly total_ms: number;
  readonly rows: number;
  readonly deviation_ms: number;
  readonly temporary_blocks: number;
  readonly shared_blocks: number;
}

const NONE = { source: 'none', since: null, deallocations: 0, statements: [], unreadable: 0 } as const;
const HIDDEN = '<insufficient privilege>';

/** pg_stat_statements of the connected database. */
export const serverStatements: StatementSource = async (session, most) => {
  const [extension] = await session.query<{ schema: string }>(extensionSchema('pg_stat_statements'));
  if (!extension) return { ...NONE, gap: 'not-installed' };
  const schema = quoteIdentifier(extension.schema);
  const rows = await readStatements(session, schema, most);
  if (typeof rows === 'string') return { ...NONE, gap: rows };
  const [info] = await session.query<{ since: Date; deallocations: number }>(statementsInfo(schema));
  const seen = rows.filter((row) => row.sql !== HIDDEN);
  return {
    source: 'pg_stat_statements',
    gap: seen.length < rows.length ? 'no-rights' : null,
    since: info?.since.toISOString() ?? null,
    deallocations: info?.deallocations ?? 0,
    statements: seen.map(toCounted),
    unreadable: 0,
  };
};

/** Without `shared_preload_libraries` the view exists and refuses to be read (55000); a role may lack its rights (42501). */
async function readStatements(
  session: Session,
  schema: string,
  most: number,
): Promise<readonly StatementRow[] | WorkloadGap> {
  await session.execute('SAVEPOINT statements');
  try {
    return await session.query<StatementRow>(topStatements(schema), [most]);
  } catch (error) {
    if (!isServerError(error) || !['55000', '42501'].includes(error.code)) throw error;
    await session.execute('ROLLBACK TO SAVEPOINT statements');
    return error.code === '55000' ? 'not-loaded' : 'no-rights';
  }
}

function toCounted(row: StatementRow): CountedStatement {
  return {
    id: row.id,
    sql: row.sql,
    calls: row.calls,
    totalMs: row.total_ms,
    rows: row.rows,
    deviationMs: row.deviation_ms,
    temporaryBlocks: row.temporary_blocks,
    sharedBlocks: row.shared_blocks,
  };
}
