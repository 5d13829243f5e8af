// Constraints, indexes, statistics objects.
import type { ConstraintAttributes, IndexAttributes } from '../attributes.js';
import { keySql } from '../keys.js';
import { arrayOf, type CatalogQuery, FIRST_USER_OID, type Fields, notMember, userSchema } from './query.js';

/** The names of numbered columns, in order. Most keys have one column, and need no list to be taken apart. */
function columnNames(table: string, numbers: string): string {
  return `CASE cardinality(${numbers})
      WHEN 1 THEN ARRAY[(SELECT a.attname FROM pg_attribute a WHERE a.attrelid = ${table} AND a.attnum = ${numbers}[1])]
      ELSE ARRAY(SELECT a.attname FROM unnest(${numbers}) WITH ORDINALITY k(number, place)
        JOIN pg_attribute a ON a.attrelid = ${table} AND a.attnum = k.number ORDER BY k.place) END`;
}

const constraintFields: Fields<ConstraintAttributes> = {
  type: `CASE own.contype WHEN 'p' THEN 'primary key' WHEN 'u' THEN 'unique' WHEN 'f' THEN 'foreign key' WHEN 'c' THEN 'check' ELSE 'exclude' END`,
  definition: `pg_get_constraintdef(own.oid)`,
  columns: columnNames('own.conrelid', 'own.conkey'),
  references: `CASE WHEN own.contype = 'f' THEN json_build_object('schema', rn.nspname, 'table', r.relname, 'columns', ${columnNames('own.confrelid', 'own.confkey')}) END`,
  validated: `own.convalidated`,
  local: `own.conislocal`,
  inherited: `own.coninhcount > 0`,
  clustered: `COALESCE(i.indisclustered, false)`,
  replicaIdentity: `COALESCE(i.indisreplident, false)`,
  tablespace: `ts.spcname`,
};

/** A check that a table has from its parents alone stands and falls with theirs, which pg_depend does not say. */
const PARENTS_OF_CHECK = `CASE WHEN own.contype <> 'c' OR own.conislocal THEN '{}' ELSE ARRAY(SELECT ${keySql('pg_constraint', 'pc.oid')}
        FROM pg_inherits h JOIN pg_constraint pc ON pc.conrelid = h.inhparent AND pc.conname = own.conname AND pc.contype = 'c'
        WHERE h.inhrelid = own.conrelid) END`;

const constraint: CatalogQuery = {
  kind: 'constraint',
  catalog: 'pg_constraint',
  hasParents: true,
  fields: Object.keys(constraintFields),
  sql: () => `
    WITH own AS (
      SELECT con.* FROM pg_constraint con
      WHERE con.conrelid <> 0 AND con.contype IN ('p', 'u', 'f', 'c', 'x') AND NOT (con.contype = 'f' AND con.conparentid <> 0)
    )
    SELECT own.oid, 0 AS sub, ARRAY[n.nspname, c.relname, own.conname]::text[] AS names,
      ${arrayOf(constraintFields)} AS attributes,
      ${PARENTS_OF_CHECK} AS parents
    FROM own
    JOIN pg_class c ON c.oid = own.conrelid
    JOIN pg_namespace n ON n.oid = c.relnamespace AND ${userSchema('n')}
    LEFT JOIN pg_class r ON r.oid = own.confrelid
    LEFT JOIN pg_namespace rn ON rn.oid = r.relnamespace
    LEFT JOIN pg_index i ON i.indexrelid = own.conindid AND own.contype IN ('p', 'u', 'x')
    LEFT JOIN pg_class ic ON ic.oid = i.indexrelid
    LEFT JOIN pg_tablespace ts ON ts.oid = ic.reltablespace
    WHERE ${notMember('pg_class', 'c.oid')}`,
};

/** The names of an index's columns whose place is `<=` or `>` the number of its keys; null for an expression. */
function indexColumns(side: '<=' | '>'): string {
  return `(SELECT json_agg(a.attname ORDER BY k.place) FROM unnest(own.indkey::int2[]) WITH ORDINALITY k(number, place)
        LEFT JOIN pg_attribute a ON a.attrelid = own.indrelid AND a.attnum = k.number WHERE k.place ${side} own.indnkeyatts)`;
}

const indexFields: Fields<IndexAttributes> = {
  schema: `tn.nspname`,
  table: `c.relname`,
  definition: `pg_get_indexdef(ic.oid)`,
  method: `am.amname`,
  unique: `own.indisunique`,
  columns: `CASE own.indnatts WHEN 1 THEN json_build_array((SELECT a.attname FROM pg_attribute a WHERE a.attrelid = own.indrelid AND a.attnum = own.indkey[0]))
      ELSE ${indexColumns('<=')} END`,
  included: `CASE own.indnatts WHEN own.indnkeyatts THEN '[]' ELSE ${indexColumns('>')} END`,
  predicate: `pg_get_expr(own.indpred, own.indrelid)`,
  valid: `own.indisvalid`,
  clustered: `own.indisclustered`,
  replicaIdentity: `own.indisreplident`,
  partitioned: `ic.relkind = 'I'`,
  tablespace: `ts.spcname`,
  statistics: `CASE WHEN own.indexprs IS NULL THEN '{}'
      ELSE ARRAY(SELECT a.attnum || ' ' || a.attstattarget FROM pg_attribute a WHERE a.attrelid = own.indexrelid AND a.attnum > 0 AND a.attstattarget >= 0 ORDER BY a.attnum) END`,
};

const index: CatalogQuery = {
  kind: 'index',
  catalog: 'pg_class',
  hasParents: true,
  fields: Object.keys(indexFields),
  sql: () => `
    WITH own AS (
      SELECT i.* FROM pg_index i
      WHERE i.indexrelid >= ${FIRST_USER_OID} AND NOT EXISTS (SELECT FROM pg_constraint con WHERE con.conindid = i.indexrelid AND con.contype IN ('p', 'u', 'x'))
    )
    SELECT ic.oid, 0 AS sub, ARRAY[n.nspname, ic.relname]::text[] AS names,
      ${arrayOf(indexFields)} AS attributes,
      ARRAY[${keySql('pg_class', 'c.oid')}] AS parents
    FROM own
    JOIN pg_class ic ON ic.oid = own.indexrelid
    JOIN pg_namespace n ON n.oid = ic.relnamespace AND ${userSchema('n')}
    JOIN pg_am am ON am.oid = ic.relam
    JOIN pg_class c ON c.oid = own.indrelid
    JOIN pg_namespace tn ON tn.oid = c.relnamespace
    LEFT JOIN pg_tablespace ts ON ts.oid = ic.reltablespace
    WHERE ${notMember('pg_class', 'c.oid')} AND ${notMember('pg_class', 'ic.oid')}`,
};

/**
 * The server keeps the columns in the order of the table, which is none of the statistics': they come by name here, before the
 * expressions. `ON … FROM table` is the end of the definition (ruleutils.c, pg_get_statisticsobj_worker).
 */
const STATISTICS_DEFINITION = `left(d.whole, -length(concat(' ON ', d.listed, ' FROM ', d.relation)))
        || concat(' ON ', d.by_name, substr(d.listed, COALESCE(length(d.by_number), 0) + 1), ' FROM ', d.relation)`;

const statistics: CatalogQuery = {
  kind: 'statistics',
  catalog: 'pg_statistic_ext',
  hasParents: true,
  sql: () => `
    SELECT s.oid, 0 AS sub, ARRAY[n.nspname, s.stxname]::text[] AS names,
      json_build_object('definition', ${STATISTICS_DEFINITION}, 'target', NULLIF(s.stxstattarget, -1)) AS attributes,
      ARRAY[${keySql('pg_class', 's.stxrelid')}] AS parents
    FROM pg_statistic_ext s
    JOIN pg_namespace n ON n.oid = s.stxnamespace AND ${userSchema('n')}
    CROSS JOIN LATERAL (
      SELECT pg_get_statisticsobjdef(s.oid) AS whole, pg_get_statisticsobjdef_columns(s.oid) AS listed, s.stxrelid::regclass::text AS relation,
        string_agg(quote_ident(a.attname), ', ' ORDER BY a.attname) AS by_name, string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum) AS by_number
      FROM pg_attribute a WHERE a.attrelid = s.stxrelid AND a.attnum = ANY (s.stxkeys)
    ) AS d
    WHERE ${notMember('pg_statistic_ext', 's.oid')}`,
};

export const CONSTRAINT_QUERIES: readonly CatalogQuery[] = [constraint, index, statistics];
