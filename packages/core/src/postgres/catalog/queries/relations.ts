// Tables, their columns and defaults, inheritance, partitions, sequences.
import type { ColumnAttributes, TableAttributes } from '../attributes.js';
import { keySql } from '../keys.js';
import { columnChosenName } from './chosen-name.js';
import { arrayOf, type CatalogQuery, type Fields, notMember, ownCollation, sorted, userSchema } from './query.js';
import { has } from './versions.js';

const SEQUENCE_FIELDS = (version: number, relation: string): string => `
  'type', format_type(s.seqtypid, NULL), 'start', s.seqstart::text, 'increment', s.seqincrement::text,
  'min', s.seqmin::text, 'max', s.seqmax::text, 'cache', s.seqcache::text, 'cycle', s.seqcycle,
  'unlogged', ${has(version, 'unloggedSequences') ? `${relation}.relpersistence = 'u'` : 'false'}`;

const tableFields: Fields<TableAttributes> = {
  variant: `CASE c.relkind WHEN 'r' THEN 'ordinary' WHEN 'p' THEN 'partitioned' ELSE 'foreign' END`,
  unlogged: `c.relpersistence = 'u'`,
  partitionKey: `CASE WHEN c.relkind = 'p' THEN pg_get_partkeydef(c.oid) END`,
  isPartition: `c.relispartition`,
  ofType: `CASE WHEN c.reloftype <> 0 THEN format_type(c.reloftype, NULL) END`,
  options: sorted('c.reloptions'),
  toastOptions: sorted('t.reloptions'),
  accessMethod: `CASE WHEN am.amname <> 'heap' THEN am.amname END`,
  tablespace: `ts.spcname`,
  rowSecurity: `c.relrowsecurity`,
  forceRowSecurity: `c.relforcerowsecurity`,
  replicaIdentity: `CASE WHEN c.relkind = 'f' THEN 'default' ELSE CASE c.relreplident WHEN 'n' THEN 'nothing' WHEN 'f' THEN 'full' WHEN 'i' THEN 'index' ELSE 'default' END END`,
  server: `fs.srvname`,
  serverOptions: sorted('ft.ftoptions'),
};

const table: CatalogQuery = {
  kind: 'table',
  catalog: 'pg_class',
  fields: Object.keys(tableFields),
  sql: () => `
    SELECT c.oid, 0 AS sub, ARRAY[n.nspname, c.relname]::text[] AS names,
      ${arrayOf(tableFields)} AS attributes
    FROM pg_class c
    JOIN pg_namespace n ON n.oid = c.relnamespace AND ${userSchema('n')}
    LEFT JOIN pg_class t ON t.oid = c.reltoastrelid
    LEFT JOIN pg_am am ON am.oid = c.relam
    LEFT JOIN pg_tablespace ts ON ts.oid = c.reltablespace
    LEFT JOIN pg_foreign_table ft ON ft.ftrelid = c.oid
    LEFT JOIN pg_foreign_server fs ON fs.oid = ft.ftserver
    WHERE c.relkind IN ('r', 'p', 'f') AND ${notMember('pg_class', 'c.oid')}`,
};

const columnFields = (version: number): Fields<ColumnAttributes> => ({
  type: `format_type(a.atttypid, a.atttypmod)`,
  notNull: `a.attnotnull`,
  notNullConstraint: has(version, 'notNullConstraints')
    ? `CASE WHEN nn.connoinherit OR NOT nn.validated OR nn.name IS NOT NULL
          THEN json_build_object('name', nn.name, 'noInherit', nn.connoinherit, 'validated', nn.validated, 'local', nn.conislocal) END`
    : 'NULL',
  collation: ownCollation('a.attcollation', 'ty'),
  identity: `CASE WHEN a.attidentity <> '' THEN json_build_object(
          ${SEQUENCE_FIELDS(version, 's')},
          'generation', CASE a.attidentity WHEN 'a' THEN 'always' ELSE 'default' END,
          'sequence', ARRAY[s.schema, s.relname]) END`,
  generated: `CASE WHEN a.attgenerated <> '' THEN pg_get_expr(d.adbin, d.adrelid) END`,
  generatedKind: `CASE a.attgenerated WHEN 's' THEN 'stored' WHEN 'v' THEN 'virtual' END`,
  storage: `CASE WHEN a.attstorage <> ty.typstorage THEN CASE a.attstorage WHEN 'p' THEN 'PLAIN' WHEN 'e' THEN 'EXTERNAL' WHEN 'm' THEN 'MAIN' ELSE 'EXTENDED' END END`,
  typeStorage: `CASE ty.typstorage WHEN 'p' THEN 'PLAIN' WHEN 'e' THEN 'EXTERNAL' WHEN 'm' THEN 'MAIN' ELSE 'EXTENDED' END`,
  compression: `CASE a.attcompression WHEN 'p' THEN 'pglz' WHEN 'l' THEN 'lz4' END`,
  statistics: `NULLIF(a.attstattarget, -1)`,
  options: sorted('a.attoptions'),
  serverOptions: sorted('a.attfdwoptions'),
  local: `a.attislocal`,
  inherited: `a.attinhcount > 0`,
});

/** NOT NULL constraints with their name where it is not the server's choice. One that is inherited is validated with its parent's. */
const NOT_NULL_CONSTRAINTS = `
    LEFT JOIN (
      SELECT con.conrelid, con.conkey[1] AS attnum, con.connoinherit, con.conislocal,
        con.convalidated OR NOT con.conislocal AS validated,
        CASE WHEN con.conname <> chosen.name THEN con.conname END AS name
      FROM pg_constraint con
      JOIN pg_class nc ON nc.oid = con.conrelid
      JOIN pg_attribute na ON na.attrelid = con.conrelid AND na.attnum = con.conkey[1]
      CROSS JOIN LATERAL (SELECT ${columnChosenName('nc.relname::text', 'na.attname::text')} AS name) chosen
      WHERE con.contype = 'n'
    ) nn ON nn.conrelid = a.attrelid AND nn.attnum = a.attnum`;

const column: CatalogQuery = {
  kind: 'column',
  catalog: 'pg_class',
  hasParents: true,
  fields: Object.keys(columnFields(0)),
  sql: (version) => `
    WITH identity AS MATERIALIZED (
      SELECT i.refobjid, i.refobjsubid, s.*, sc.relname, sc.relpersistence, sn.nspname AS schema
      FROM pg_sequence s
      JOIN pg_depend i ON i.classid = 'pg_class'::regclass AND i.objid = s.seqrelid AND i.refclassid = 'pg_class'::regclass AND i.deptype = 'i'
      JOIN pg_class sc ON sc.oid = s.seqrelid
      JOIN pg_namespace sn ON sn.oid = sc.relnamespace
    )
    SELECT a.attrelid AS oid, a.attnum AS sub, ARRAY[n.nspname, c.relname, a.attname]::text[] AS names,
      ${arrayOf(columnFields(version))} AS attributes,
      ancestry.columns AS parents
    FROM pg_attribute a
    JOIN pg_class c ON c.oid = a.attrelid AND c.relkind IN ('r', 'p', 'f')
    JOIN pg_namespace n ON n.oid = c.relnamespace AND ${userSchema('n')}
    JOIN pg_type ty ON ty.oid = a.atttypid
    LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum AND a.attgenerated <> ''
    LEFT JOIN identity s ON a.attidentity <> '' AND s.refobjid = a.attrelid AND s.refobjsubid = a.attnum
    LEFT JOIN (
      SELECT h.inhrelid, pa.attname, array_agg(${keySql('pg_class', 'h.inhparent', 'pa.attnum')}) AS columns
      FROM pg_inherits h
      JOIN pg_attribute pa ON pa.attrelid = h.inhparent AND pa.attnum > 0 AND NOT pa.attisdropped
      GROUP BY h.inhrelid, pa.attname
    ) ancestry ON a.attinhcount > 0 AND ancestry.inhrelid = a.attrelid AND ancestry.attname = a.attname${has(version, 'notNullConstraints') ? NOT_NULL_CONSTRAINTS : ''}
    WHERE a.attnum > 0 AND NOT a.attisdropped AND ${notMember('pg_class', 'c.oid')}`,
};

/** A default names no column: it is printed without its table, which the server would have to open for it. */
const columnDefault: CatalogQuery = {
  kind: 'default',
  catalog: 'pg_attrdef',
  sql: () => `
    SELECT d.oid, 0 AS sub, ARRAY[n.nspname, c.relname, a.attname]::text[] AS names,
      json_build_object('expression', pg_get_expr(d.adbin, 0)) AS attributes
    FROM pg_attrdef d
    JOIN pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum AND a.attgenerated = ''
    JOIN pg_class c ON c.oid = d.adrelid
    JOIN pg_namespace n ON n.oid = c.relnamespace AND ${userSchema('n')}
    WHERE ${notMember('pg_class', 'c.oid')}`,
};

const sequence: CatalogQuery = {
  kind: 'sequence',
  catalog: 'pg_class',
  sql: (version) => `
    SELECT sc.oid, 0 AS sub, ARRAY[n.nspname, sc.relname]::text[] AS names,
      json_build_object(${SEQUENCE_FIELDS(version, 'sc')}) AS attributes
    FROM pg_class sc
    JOIN pg_sequence s ON s.seqrelid = sc.oid
    JOIN pg_namespace n ON n.oid = sc.relnamespace AND ${userSchema('n')}
    WHERE ${notMember('pg_class', 'sc.oid')}
      AND NOT EXISTS (SELECT FROM pg_depend i WHERE i.classid = 'pg_class'::regclass AND i.objid = sc.oid AND i.deptype = 'i')`,
};

const sequenceOwner: CatalogQuery = {
  kind: 'sequenceOwner',
  catalog: 'none',
  hasParents: true,
  sql: () => `
    SELECT s.oid, 0 AS sub, ARRAY[sn.nspname, s.relname]::text[] AS names,
      json_build_object(
        'sequence', quote_ident(sn.nspname) || '.' || quote_ident(s.relname),
        'table', quote_ident(cn.nspname) || '.' || quote_ident(c.relname),
        'column', a.attname) AS attributes,
      ARRAY[${keySql('pg_class', 's.oid')}, ${keySql('pg_class', 'c.oid', 'a.attnum')}] AS parents
    FROM pg_depend d
    JOIN pg_class s ON s.oid = d.objid AND s.relkind = 'S'
    JOIN pg_namespace sn ON sn.oid = s.relnamespace AND ${userSchema('sn')}
    JOIN pg_class c ON c.oid = d.refobjid
    JOIN pg_namespace cn ON cn.oid = c.relnamespace AND ${userSchema('cn')}
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = d.refobjsubid
    WHERE d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass AND d.deptype = 'a'
      AND d.refobjsubid > 0 AND ${notMember('pg_class', 's.oid')}`,
};

const FAMILY = `
      ARRAY[${keySql('pg_class', 'c.oid')}, ${keySql('pg_class', 'p.oid')}] AS parents
    FROM pg_inherits h
    JOIN pg_class c ON c.oid = h.inhrelid
    JOIN pg_namespace cn ON cn.oid = c.relnamespace AND ${userSchema('cn')}
    JOIN pg_class p ON p.oid = h.inhparent
    JOIN pg_namespace pn ON pn.oid = p.relnamespace
    WHERE ${notMember('pg_class', 'c.oid')} AND`;

const PAIR = `
        'child', quote_ident(cn.nspname) || '.' || quote_ident(c.relname),
        'parent', quote_ident(pn.nspname) || '.' || quote_ident(p.relname)`;

const inheritance: CatalogQuery = {
  kind: 'inheritance',
  catalog: 'none',
  hasParents: true,
  sql: () => `
    SELECT c.oid, 0 AS sub, ARRAY[cn.nspname, c.relname, pn.nspname, p.relname]::text[] AS names,
      json_build_object(${PAIR}, 'order', row_number() OVER (PARTITION BY h.inhrelid ORDER BY h.inhseqno)) AS attributes, ${FAMILY} c.relkind IN ('r', 'f') AND NOT c.relispartition`,
};

const partition: CatalogQuery = {
  kind: 'partition',
  catalog: 'none',
  hasParents: true,
  sql: () => `
    SELECT c.oid, 0 AS sub, ARRAY[cn.nspname, c.relname]::text[] AS names,
      json_build_object(${PAIR}, 'bound', pg_get_expr(c.relpartbound, c.oid)) AS attributes, ${FAMILY} c.relkind IN ('r', 'p', 'f') AND c.relispartition`,
};

const indexAttachment: CatalogQuery = {
  kind: 'indexAttachment',
  catalog: 'none',
  hasParents: true,
  sql: () => `
    SELECT c.oid, 0 AS sub, ARRAY[cn.nspname, c.relname]::text[] AS names,
      json_build_object(${PAIR}) AS attributes, ${FAMILY} c.relkind IN ('i', 'I')`,
};

export const RELATION_QUERIES: readonly CatalogQuery[] = [
  table,
  column,
  columnDefault,
  sequence,
  sequenceOwner,
  inheritance,
  partition,
  indexAttachment,
];
