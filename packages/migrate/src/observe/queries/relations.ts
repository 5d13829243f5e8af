// What pg_class, pg_stat_user_tables and pg_index say of tables, indexes and foreign keys. System schemas are left out.

const USER_SCHEMA = "n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'";

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
       COALESCE(s.n_tup_ins + s.n_tup_upd + s.n_tup_del, 0)::float8 AS rows_written
FROM pg_catalog.pg_class c
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_catalog.pg_stat_user_tables s ON s.relid = c.oid
WHERE c.relkind IN ('r', 'p')
  AND ${USER_SCHEMA}
  AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
                  WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objid = c.oid AND d.deptype = 'e')
ORDER BY n.nspname, c.relname`;

export const COLUMNS = `
SELECT a.attrelid::text AS oid,
       a.attname AS name,
       pg_catalog.format_type(a.atttypid, a.atttypmod) AS type,
       a.attnotnull AS not_null,
       s.n_distinct::float8 AS "distinct",
       s.avg_width AS width
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
