// pg_stat_statements (PostgreSQL documentation, F.32), wherever the extension lives.

/** Where an extension lives; `name` is one of ours, and no text from outside. */
export function extensionSchema(name: 'pg_stat_statements' | 'pgstattuple' | 'hypopg'): string {
  return `
SELECT n.nspname AS schema
FROM pg_catalog.pg_extension e
JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace
WHERE e.extname = '${name}'`;
}

/** The worst statements of this database by total time, ours left out. `$1` is how many. */
export function topStatements(schema: string): string {
  return `
SELECT s.queryid::text AS id,
       s.query AS sql,
       SUM(s.calls)::float8 AS calls,
       SUM(s.total_exec_time)::float8 AS total_ms,
       (SUM(s.total_exec_time) / SUM(s.calls))::float8 AS mean_ms,
       SUM(s.rows)::float8 AS rows,
       MAX(s.stddev_exec_time)::float8 AS deviation_ms,
       SUM(s.temp_blks_written)::float8 AS temporary_blocks,
       SUM(s.shared_blks_hit + s.shared_blks_read)::float8 AS shared_blocks
FROM ${schema}.pg_stat_statements s
WHERE s.dbid = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())
  AND s.toplevel
  AND s.query ~* '^\\s*(/\\*.*?\\*/\\s*)*(WITH|SELECT|UPDATE|DELETE|INSERT|MERGE|<insufficient)'
  AND s.query !~* 'pg_catalog\\.|pg_stat_statements|information_schema|pg_backend_pid|/\\* db-migrate|(from|join)\\s+"?pg_'
GROUP BY s.queryid, s.query
ORDER BY 4 DESC
LIMIT $1`;
}

/** When counting began, and how often the least executed twentieth of the statements was let go to make room. */
export function statementsInfo(schema: string): string {
  return `SELECT stats_reset AS since, dealloc::float8 AS deallocations FROM ${schema}.pg_stat_statements_info`;
}
