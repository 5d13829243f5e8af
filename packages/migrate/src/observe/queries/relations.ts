// What pg_class, pg_stat_user_tables and pg_index say of tables, indexes and foreign keys. System schemas and our own
// ledger are left out.

const USER_SCHEMA = "n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'db_migrate')";

export const SERVER = `
SELECT pg_catalog.pg_is_in_recovery() AS replica,
       ARRAY(SELECT e.extname::text FROM pg_catalog.pg_extension e ORDER BY 1) AS extensions`;

export const VIEWS = `
SELECT n.nspname AS schema,
       c.relname AS name,
       pg_catalog.pg_get_viewdef(c.oid) AS definition
FROM pg_catalog.pg_class c
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind = 'v' AND ${USER_SCHEMA}
ORDER BY n.nspname, c.relname`;

/** Leaf density by pgstatindex: reads the index, so only of b-trees of a size that matters, largest first. `$1` is how many. */
export function leafDensities(schema: string): string {
  return `
SELECT n.nspname AS schema,
       c.relname AS name,
       (${schema}.pgstatindex(c.oid::pg_catalog.regclass)).avg_leaf_density::float8 / 100 AS density
FROM pg_catalog.pg_class c
JOIN pg_catalog.pg_index i ON i.indexrelid = c.oid
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
JOIN pg_catalog.pg_am m ON m.oid = c.relam
WHERE c.relkind = 'i' AND m.amname = 'btree' AND i.indisvalid AND ${USER_SCHEMA}
  AND c.relpages BETWEEN 128 AND 131072
ORDER BY c.relpages DESC
LIMIT $1`;
}

export const STATISTICS_SINCE = `
SELECT stats_reset AS since
FROM pg_catalog.pg_stat_database
WHERE datname = pg_catalog.current_database()`;

export const TABLES = `
SELECT c.oid::text AS oid,
       n.nspname AS schema,
       c.relname AS name,
       c.reltuples::float8 AS estimated_rows,
       pg_catalog.pg_total_relation_size(c.oid)::float8 AS bytes,
       c.relkind = 'p' AS partitioned,
       EXISTS (SELECT FROM pg_catalog.pg_constraint k WHERE k.conrelid = c.oid AND k.contype = 'p') AS has_primary_key,
       COALESCE(s.seq_scan, 0)::float8 AS sequential_scans,
       COALESCE(s.seq_tup_read, 0)::float8 AS sequential_rows_read,
       COALESCE(s.idx_scan, 0)::float8 AS index_scans,
       COALESCE(s.n_tup_ins + s.n_tup_upd + s.n_tup_del, 0)::float8 AS rows_written,
       COALESCE(s.n_tup_upd, 0)::float8 AS rows_updated,
       COALESCE(s.n_tup_hot_upd, 0)::float8 AS rows_updated_in_place,
       COALESCE(s.n_dead_tup, 0)::float8 AS dead_rows,
       CASE WHEN c.relkind = 'r' THEN pg_catalog.age(c.relfrozenxid) ELSE 0 END AS transaction_age,
       CASE WHEN c.relkind = 'r' THEN pg_catalog.mxid_age(c.relminmxid) ELSE 0 END AS multixact_age,
       c.relrowsecurity AS row_security,
       EXISTS (SELECT FROM pg_catalog.aclexplode(c.relacl) AS g
               WHERE g.grantee = 0 AND g.privilege_type IN ('SELECT', 'INSERT', 'UPDATE', 'DELETE')) AS open_to_public
FROM pg_catalog.pg_class c
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_catalog.pg_stat_user_tables s ON s.relid = c.oid
WHERE c.relkind IN ('r', 'p')
  AND ${USER_SCHEMA}
  AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
                  WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objid = c.oid AND d.deptype = 'e')
ORDER BY n.nspname, c.relname`;

/** `datlocprovider` came with PostgreSQL 15; before, the C library sorted every database. */
export const COLUMNS = `
WITH here AS MATERIALIZED (
  SELECT COALESCE(pg_catalog.to_jsonb(d) ->> 'datlocprovider', 'c') AS provider, d.datcollate AS collate
  FROM pg_catalog.pg_database d
  WHERE d.datname = pg_catalog.current_database()
), bytewise AS MATERIALIZED (
  SELECT l.oid
  FROM pg_catalog.pg_collation l, here
  WHERE CASE WHEN l.collprovider = 'd' THEN here.provider ELSE l.collprovider::text END = 'b'
     OR CASE WHEN l.collprovider = 'd' THEN here.provider ELSE l.collprovider::text END = 'c'
        AND CASE WHEN l.collprovider = 'd' THEN here.collate ELSE l.collcollate END IN ('C', 'POSIX')
)
SELECT a.attrelid::text AS oid,
       a.attname AS name,
       pg_catalog.format_type(a.atttypid, a.atttypmod) AS type,
       a.attnotnull AS not_null,
       a.attcollation IN (SELECT oid FROM bytewise) AS bytewise,
       s.n_distinct::float8 AS "distinct",
       s.avg_width AS width,
       COALESCE(s.null_frac, 0)::float8 AS null_share,
       COALESCE(s.correlation, 0)::float8 AS correlation,
       CASE WHEN a.atttypid IN ('int2'::pg_catalog.regtype, 'int4'::pg_catalog.regtype)
            THEN (s.histogram_bounds::text::text[])[pg_catalog.cardinality(s.histogram_bounds::text::text[])]::float8
       END AS highest,
       CASE WHEN s.n_distinct BETWEEN 1 AND 100 THEN (s.most_common_vals::text::text[])[1:4] END AS frequent_values,
       CASE WHEN s.n_distinct BETWEEN 1 AND 100 THEN s.most_common_freqs[1:4]::float8[] END AS frequent_shares,
       (s.most_common_vals::text::text[])[1] AS common,
       (s.histogram_bounds::text::text[])[pg_catalog.cardinality(s.histogram_bounds::text::text[]) * 45 / 100 + 1] AS low,
       (s.histogram_bounds::text::text[])[pg_catalog.cardinality(s.histogram_bounds::text::text[]) * 55 / 100 + 1] AS high
FROM pg_catalog.pg_attribute a
JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_catalog.pg_stats s
  ON s.schemaname = n.nspname AND s.tablename = c.relname AND s.attname = a.attname
     AND s.inherited = (c.relkind = 'p')
WHERE c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped
  AND ${USER_SCHEMA}
ORDER BY a.attrelid, a.attnum`;

export const INDEXES = `
SELECT n.nspname AS schema,
       t.relname AS "table",
       c.relname AS name,
       m.amname AS method,
       ARRAY(SELECT a.attname
             FROM pg_catalog.unnest(i.indkey) WITH ORDINALITY AS k(attnum, at)
             LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum AND k.attnum > 0
             WHERE k.at <= i.indnkeyatts
             ORDER BY k.at)::text[] AS keys,
       ARRAY(SELECT a.attname
             FROM pg_catalog.unnest(i.indkey) WITH ORDINALITY AS k(attnum, at)
             JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
             WHERE k.at > i.indnkeyatts
             ORDER BY k.at)::text[] AS includes,
       i.indisunique AS "unique",
       i.indisprimary AS "primary",
       i.indisprimary OR i.indisexclusion OR i.indisreplident
         OR EXISTS (SELECT FROM pg_catalog.pg_constraint k WHERE k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x'))
         AS enforces,
       i.indisvalid AND i.indisready AS valid,
       i.indpred IS NOT NULL AS partial,
       pg_catalog.concat_ws('|', m.amname, i.indrelid, i.indkey, i.indnkeyatts, i.indclass, i.indcollation, i.indoption,
                            pg_catalog.pg_get_expr(i.indexprs, i.indrelid), '?', pg_catalog.pg_get_expr(i.indpred, i.indrelid))
         AS signature,
       pg_catalog.pg_relation_size(c.oid)::float8 AS bytes,
       COALESCE(s.idx_scan, 0)::float8 AS scans,
       pg_catalog.pg_get_indexdef(c.oid) AS definition
FROM pg_catalog.pg_index i
JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
JOIN pg_catalog.pg_class t ON t.oid = i.indrelid
JOIN pg_catalog.pg_namespace n ON n.oid = t.relnamespace
JOIN pg_catalog.pg_am m ON m.oid = c.relam
LEFT JOIN pg_catalog.pg_stat_user_indexes s ON s.indexrelid = c.oid
WHERE t.relkind IN ('r', 'p') AND ${USER_SCHEMA}
ORDER BY n.nspname, t.relname, c.relname`;

export const FOREIGN_KEYS = `
SELECT n.nspname AS schema,
       t.relname AS "table",
       k.conname AS name,
       ARRAY(SELECT a.attname FROM pg_catalog.unnest(k.conkey) WITH ORDINALITY AS u(attnum, at)
             JOIN pg_catalog.pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.attnum ORDER BY u.at)::text[] AS columns,
       rn.nspname AS referenced_schema,
       r.relname AS referenced_table,
       ARRAY(SELECT a.attname FROM pg_catalog.unnest(k.confkey) WITH ORDINALITY AS u(attnum, at)
             JOIN pg_catalog.pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = u.attnum ORDER BY u.at)::text[] AS referenced_columns
FROM pg_catalog.pg_constraint k
JOIN pg_catalog.pg_class t ON t.oid = k.conrelid
JOIN pg_catalog.pg_namespace n ON n.oid = t.relnamespace
JOIN pg_catalog.pg_class r ON r.oid = k.confrelid
JOIN pg_catalog.pg_namespace rn ON rn.oid = r.relnamespace
WHERE k.contype = 'f' AND k.conparentid = 0 AND ${USER_SCHEMA}
ORDER BY n.nspname, t.relname, k.conname`;

export const SEQUENCES = `
SELECT n.nspname AS schema,
       t.relname AS "table",
       a.attname AS "column",
       pg_catalog.format_type(a.atttypid, NULL) AS column_type,
       s.last_value::float8 AS last_value,
       LEAST(s.max_value, CASE a.atttypid WHEN 'int2'::pg_catalog.regtype THEN 32767
                                          WHEN 'int4'::pg_catalog.regtype THEN 2147483647
                                          ELSE 9223372036854775807 END)::float8 AS largest
FROM pg_catalog.pg_depend d
JOIN pg_catalog.pg_class c ON c.oid = d.objid AND c.relkind = 'S'
JOIN pg_catalog.pg_namespace sn ON sn.oid = c.relnamespace
JOIN pg_catalog.pg_sequences s ON s.schemaname = sn.nspname AND s.sequencename = c.relname
JOIN pg_catalog.pg_class t ON t.oid = d.refobjid
JOIN pg_catalog.pg_namespace n ON n.oid = t.relnamespace
JOIN pg_catalog.pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.deptype IN ('a', 'i') AND ${USER_SCHEMA}
ORDER BY n.nspname, t.relname, a.attname`;

export const FUNCTIONS = `
SELECT n.nspname AS schema,
       p.proname AS name,
       p.proname || '(' || pg_catalog.pg_get_function_identity_arguments(p.oid) || ')' AS signature,
       p.prosecdef AS security_definer,
       EXISTS (SELECT FROM pg_catalog.unnest(p.proconfig) AS setting WHERE setting LIKE 'search_path=%') AS sets_search_path
FROM pg_catalog.pg_proc p
JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
WHERE p.prokind IN ('f', 'p') AND ${USER_SCHEMA}
  AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
                  WHERE d.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass AND d.objid = p.oid AND d.deptype = 'e')
ORDER BY n.nspname, 3`;

/** The server's settings as sessions begin with them, not as ours changed them: boot and file values, in milliseconds. */
export const ACCESS = `
SELECT (SELECT reset_val::float8 FROM pg_catalog.pg_settings WHERE name = 'statement_timeout') AS statement_timeout,
       (SELECT reset_val::float8 FROM pg_catalog.pg_settings WHERE name = 'idle_in_transaction_session_timeout') AS idle_timeout,
       ARRAY(SELECT DISTINCT a.usename::text
             FROM pg_catalog.pg_stat_activity a
             JOIN pg_catalog.pg_roles r ON r.oid = a.usesysid
             WHERE r.rolsuper AND a.backend_type = 'client backend'
               AND a.datname = pg_catalog.current_database() AND a.pid <> pg_catalog.pg_backend_pid()
               AND a.application_name <> 'db-migrate'
             ORDER BY 1) AS superusers`;
