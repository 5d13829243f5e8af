import { isServerError, type Session } from '@senior-backend/core/postgres/session';
import { loadGrammar } from './grammar.js';
import type { ObservedStatement, ObservedTable, Workload } from './observation.js';
import { parameterCount } from './parse-tree.js';
import { STATEMENTS_EXTENSION, statementsSince, topStatements } from './queries/statements.js';
import { planStatement } from './read-plan.js';
import { resolveAccesses, tableResolver } from './resolve-accesses.js';

interface StatementRow {
  readonly id: string;
  readonly sql: string;
  readonly calls: number;
  readonly total_ms: number;
  readonly mean_ms: number;
  readonly rows: number;
  readonly deviation_ms: number;
  readonly temporary_blocks: number;
}

const NONE = { source: 'none', since: null, statements: [], unparsed: 0 } as const;

/** The worst statements by total time, each with the tables that it reads and the plan that it would get. */
export async function observeWorkload(
  session: Session,
  tables: readonly ObservedTable[],
  most: number,
): Promise<Workload> {
  const [extension] = await session.query<{ schema: string }>(STATEMENTS_EXTENSION);
  if (!extension) return { ...NONE, gap: 'not-installed' };
  const schema = `"${extension.schema.replaceAll('"', '""')}"`;
  const rows = await readStatements(session, schema, most);
  if (rows === 'not-loaded') return { ...NONE, gap: 'not-loaded' };
  const hidden = rows.some((row) => row.sql === '<insufficient privilege>');
  const [info] = await session.query<{ since: Date }>(statementsSince(schema));
  const seen = rows.filter((row) => row.sql !== '<insufficient privilege>');
  const { statements, unparsed } = await understand(session, tables, seen);
  return {
    source: 'pg_stat_statements',
    gap: hidden ? 'no-rights' : null,
    since: info?.since.toISOString() ?? null,
    statements,
    unparsed,
  };
}

/** Without `shared_preload_libraries` the view exists and refuses to be read (55000). */
async function readStatements(
  session: Session,
  schema: string,
  most: number,
): Promise<readonly StatementRow[] | 'not-loaded'> {
  await session.execute('SAVEPOINT statements');
  try {
    return await session.query<StatementRow>(topStatements(schema), [most]);
  } catch (error) {
    if (!isServerError(error) || error.code !== '55000') throw error;
    await session.execute('ROLLBACK TO SAVEPOINT statements');
    return 'not-loaded';
  }
}

async function understand(
  session: Session,
  tables: readonly ObservedTable[],
  rows: readonly StatementRow[],
): Promise<{ statements: readonly ObservedStatement[]; unparsed: number }> {
  const parse = await loadGrammar();
  const resolve = tableResolver(tables, await searchPath(session));
  const statements: ObservedStatement[] = [];
  let unparsed = 0;
  for (const row of rows) {
    const sql = castParameters(row.sql);
    const tree = parse(sql);
    if (tree?.length !== 1) {
      unparsed += 1;
      continue;
    }
    const parameters = parameterCount(tree);
    const plan = await planStatement(
      session,
      sql,
      Array.from({ length: parameters }, () => null),
    );
    statements.push({
      id: row.id,
      sql,
      calls: row.calls,
      totalMs: row.total_ms,
      meanMs: row.mean_ms,
      rows: row.rows,
      deviationMs: row.deviation_ms,
      temporaryBlocks: row.temporary_blocks,
      accesses: resolveAccesses(tree, resolve),
      parameters,
      scans: plan?.scans ?? null,
    });
  }
  return { statements, unparsed };
}

/**
 * pg_stat_statements writes `date '2026-01-01'` as `date $1`, which no grammar takes: `$1::date` means the same. An
 * interval loses its unit, which changes neither the columns that are compared nor the plan.
 */
export function castParameters(sql: string): string {
  return sql
    .replace(/\binterval\s+(\$\d+)(?:\s+(?:year|month|day|hour|minute|second)\b)?/gi, '$1::interval')
    .replace(/\b(date|time|timestamp|timestamptz)\s+(\$\d+)/gi, '$2::$1');
}

async function searchPath(session: Session): Promise<readonly string[]> {
  const [row] = await session.query<{ schemas: string[] }>(
    'SELECT pg_catalog.current_schemas(false)::text[] AS schemas',
  );
  return row?.schemas ?? ['public'];
}
