// What is asked of the database. Each text has a mark, so that our own statements can be left out of the account.

export const MARK = '/* api-load watches */';

export const STATEMENTS_SCHEMA = `${MARK}
SELECT quote_ident(n.nspname) AS schema
FROM pg_catalog.pg_extension e
JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace
WHERE e.extname = 'pg_stat_statements'`;

/** Numbers only: the texts lie in a file that the server would have to read. \`schema\` is quoted. */
export function statementNumbers(schema: string, serverVersion: number): string {
  const time = serverVersion >= 130_000 ? 'total_exec_time' : 'total_time';
  return `${MARK}
SELECT queryid::text AS id,
       sum(calls)::float8 AS calls,
       sum(${time})::float8 AS total_ms,
       sum(rows)::float8 AS rows,
       sum(shared_blks_read)::float8 AS blocks_read,
       sum(shared_blks_hit)::float8 AS blocks_hit,
       sum(temp_blks_written)::float8 AS temp_blocks
FROM ${schema}.pg_stat_statements(false)
WHERE dbid = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())
  AND queryid IS NOT NULL
GROUP BY queryid`;
}

export function statementTexts(schema: string): string {
  return `${MARK}
SELECT DISTINCT ON (queryid) queryid::text AS id, query AS text
FROM ${schema}.pg_stat_statements
WHERE queryid::text = ANY ($1)`;
}

/** Sessions that are not idle, our own left out, with those that keep each from a lock. */
export function activity(serverVersion: number): string {
  const id = serverVersion >= 140_000 ? 'query_id::text' : 'NULL::text';
  return `${MARK}
SELECT pid,
       state,
       wait_event_type AS wait_type,
       wait_event AS wait,
       ${id} AS id,
       left(query, 2000) AS text,
       CASE WHEN wait_event_type = 'Lock' THEN pg_catalog.pg_blocking_pids(pid) ELSE '{}' END AS blockers
FROM pg_catalog.pg_stat_activity
WHERE datname = current_database()
  AND pid <> pg_catalog.pg_backend_pid()
  AND backend_type IN ('client backend', 'parallel worker', 'autovacuum worker')
  AND state IS DISTINCT FROM 'idle'`;
}

export function totals(serverVersion: number): string {
  const checkpoints =
    serverVersion >= 170_000
      ? '(SELECT num_timed + num_requested FROM pg_catalog.pg_stat_checkpointer)'
      : '(SELECT checkpoints_timed + checkpoints_req FROM pg_catalog.pg_stat_bgwriter)';
  return `${MARK}
SELECT xact_commit::float8 AS commits,
       xact_rollback::float8 AS rollbacks,
       blks_read::float8 AS "blocksRead",
       blks_hit::float8 AS "blocksHit",
       temp_bytes::float8 AS "tempBytes",
       deadlocks::float8 AS deadlocks,
       ${checkpoints}::float8 AS checkpoints
FROM pg_catalog.pg_stat_database
WHERE datname = current_database()`;
}

/** Whether this role sees what others run. */
export const SEES_OTHERS = `${MARK}
SELECT pg_catalog.pg_has_role(current_user, 'pg_read_all_stats', 'usage') AS sees`;
