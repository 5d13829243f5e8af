// What belongs to other facts: owners, grants, comments, security labels, default privileges.
import { CATALOG_NUMBERS, type CatalogName, type Key, keyFromBase, keySql } from '../keys.js';
import { differing, type GrantSet } from './differing-grants.js';
import { FIRST_USER_OID, PUBLIC_SCHEMA_OID, userSchema } from './query.js';

/** Rows name their target by its key; `column` where that is a column. */
export interface TargetRow {
  readonly key: Key;
  readonly column: string | null;
}

const USER_OBJECT = (oid: string): string => `${oid} >= ${FIRST_USER_OID}`;

interface Owned {
  readonly catalog: CatalogName;
  readonly owner: string;
  /** The access list, and its letter for acldefault(). */
  readonly acl?: readonly [column: string, letter: string];
  readonly where?: string;
}

const OWNED: readonly Owned[] = [
  { catalog: 'pg_namespace', owner: 'nspowner', acl: ['nspacl', "'n'"], where: userSchema('o') },
  {
    catalog: 'pg_class',
    owner: 'relowner',
    acl: ['relacl', "CASE o.relkind WHEN 'S' THEN 's' ELSE 'r' END::\"char\""],
    where: "o.relkind IN ('r', 'p', 'f', 'v', 'm', 'S')",
  },
  { catalog: 'pg_type', owner: 'typowner', acl: ['typacl', "'T'"], where: "o.typtype IN ('e', 'd', 'r', 'c', 'b')" },
  { catalog: 'pg_proc', owner: 'proowner', acl: ['proacl', "'f'"] },
  { catalog: 'pg_operator', owner: 'oprowner' },
  { catalog: 'pg_opclass', owner: 'opcowner' },
  { catalog: 'pg_opfamily', owner: 'opfowner' },
  { catalog: 'pg_conversion', owner: 'conowner' },
  { catalog: 'pg_collation', owner: 'collowner' },
  { catalog: 'pg_ts_dict', owner: 'dictowner' },
  { catalog: 'pg_ts_config', owner: 'cfgowner' },
  { catalog: 'pg_statistic_ext', owner: 'stxowner' },
  { catalog: 'pg_language', owner: 'lanowner', acl: ['lanacl', "'l'"] },
  { catalog: 'pg_foreign_data_wrapper', owner: 'fdwowner', acl: ['fdwacl', "'F'"] },
  { catalog: 'pg_foreign_server', owner: 'srvowner', acl: ['srvacl', "'S'"] },
  { catalog: 'pg_event_trigger', owner: 'evtowner' },
  { catalog: 'pg_publication', owner: 'pubowner' },
  { catalog: 'pg_subscription', owner: 'subowner' },
];

const userObject = (owned: Owned): string =>
  owned.catalog === 'pg_namespace'
    ? (owned.where ?? '')
    : [USER_OBJECT('o.oid'), owned.where].filter(Boolean).join(' AND ');

/** `key`, and `names` with the one role. Sequences that belong to a column follow their table. */
export const OWNERS = `
  SELECT k.key, ARRAY[r.rolname]::text[] AS names
  FROM (${OWNED.map(
    (owned) => `
    SELECT ${keySql(owned.catalog, 'o.oid')} AS key, o.${owned.owner} AS owner FROM ${owned.catalog} o WHERE ${userObject(owned)}`,
  ).join(' UNION ALL ')}
  ) k
  JOIN pg_roles r ON r.oid = k.owner
  WHERE k.key NOT IN (
    SELECT ${keySql('pg_class', 'd.objid')} FROM pg_depend d JOIN pg_class s ON s.oid = d.objid AND s.relkind = 'S'
    WHERE d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass AND d.refobjsubid > 0 AND d.deptype IN ('a', 'i'))`;

export interface GrantRow extends TargetRow, GrantSet {}

/** Of what users made. */
export const GRANTS = differing(
  `${OWNED.flatMap((owned) => {
    if (!owned.acl) return [];
    const [column, letter] = owned.acl;
    return [
      `
    SELECT ${keySql(owned.catalog, 'o.oid')} AS key, NULL::text AS column, o.${owned.owner} AS owner, o.${column} AS acl, acldefault(${letter}, o.${owned.owner}) AS built_in
    FROM ${owned.catalog} o WHERE o.${column} IS NOT NULL AND ${userObject(owned)}`,
    ];
  }).join(' UNION ALL ')}
    UNION ALL
    SELECT ${keySql('pg_class', 'a.attrelid', 'a.attnum')}, a.attname::text, c.relowner, a.attacl, acldefault('c', c.relowner)
    FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
    WHERE a.attacl IS NOT NULL AND NOT a.attisdropped AND ${USER_OBJECT('a.attrelid')}`,
  ['key', '"column"'],
);

export interface CommentRow extends TargetRow {
  readonly text: string;
}

export const COMMENTS = `
  SELECT ${keyFromBase('n.base', 'd.objoid', 'd.objsubid')} AS key, a.attname AS column, d.description AS text
  FROM pg_description d
  JOIN ${CATALOG_NUMBERS} n(catalog, base) ON n.catalog = d.classoid
  LEFT JOIN pg_attribute a ON d.classoid = 'pg_class'::regclass AND d.objsubid > 0 AND a.attrelid = d.objoid AND a.attnum = d.objsubid
  WHERE ${USER_OBJECT('d.objoid')} OR (d.classoid = 'pg_namespace'::regclass AND d.objoid = ${PUBLIC_SCHEMA_OID})`;

export interface LabelRow extends CommentRow {
  readonly provider: string;
}

export const LABELS = `
  SELECT ${keyFromBase('n.base', 'd.objoid', 'd.objsubid')} AS key, a.attname AS column, d.provider, d.label AS text
  FROM pg_seclabel d
  JOIN ${CATALOG_NUMBERS} n(catalog, base) ON n.catalog = d.classoid
  LEFT JOIN pg_attribute a ON d.classoid = 'pg_class'::regclass AND d.objsubid > 0 AND a.attrelid = d.objoid AND a.attnum = d.objsubid
  WHERE ${USER_OBJECT('d.objoid')} OR (d.classoid = 'pg_namespace'::regclass AND d.objoid = ${PUBLIC_SCHEMA_OID})`;

export interface DefaultPrivilegeRow {
  /** Of the schema. */
  readonly key: Key | null;
  readonly role: string;
  readonly schema: string | null;
  readonly objects: 'TABLES' | 'SEQUENCES' | 'FUNCTIONS' | 'TYPES' | 'SCHEMAS';
  readonly grantee: string;
  readonly privileges: readonly string[];
  readonly builtIn: readonly string[];
}

/** Without a schema the list stands for the built-in one; with a schema it is added to it. */
export const DEFAULT_PRIVILEGES = `
  WITH lists AS (
    SELECT d.oid, d.defaclrole AS owner, n.oid AS namespace, n.nspname AS schema, d.defaclobjtype AS objects, d.defaclacl AS acl,
      CASE WHEN d.defaclnamespace = 0 THEN acldefault(CASE d.defaclobjtype WHEN 'S' THEN 's' ELSE d.defaclobjtype END::"char", d.defaclrole) END AS built_in
    FROM pg_default_acl d LEFT JOIN pg_namespace n ON n.oid = d.defaclnamespace
  ), entries AS (
    SELECT l.oid, l.owner, l.namespace, l.schema, l.objects, e.grantee, e.privilege_type || CASE WHEN e.is_grantable THEN '*' ELSE '' END AS privilege, true AS current
    FROM lists l CROSS JOIN aclexplode(l.acl) e
    UNION ALL
    SELECT l.oid, l.owner, l.namespace, l.schema, l.objects, e.grantee, e.privilege_type || CASE WHEN e.is_grantable THEN '*' ELSE '' END, false
    FROM lists l CROSS JOIN aclexplode(l.built_in) e
  ), sets AS (
    SELECT owner, namespace, schema, objects, grantee,
      COALESCE(array_agg(DISTINCT privilege ORDER BY privilege) FILTER (WHERE current), '{}') AS privileges,
      COALESCE(array_agg(DISTINCT privilege ORDER BY privilege) FILTER (WHERE NOT current), '{}') AS built_in
    FROM entries GROUP BY owner, namespace, schema, objects, grantee
  )
  SELECT ${keySql('pg_namespace', 's.namespace')} AS key, o.rolname AS role, s.schema,
    CASE s.objects WHEN 'r' THEN 'TABLES' WHEN 'S' THEN 'SEQUENCES' WHEN 'f' THEN 'FUNCTIONS' WHEN 'T' THEN 'TYPES' ELSE 'SCHEMAS' END AS objects,
    COALESCE(r.rolname, 'PUBLIC') AS grantee, s.privileges, s.built_in AS "builtIn"
  FROM sets s
  JOIN pg_roles o ON o.oid = s.owner
  LEFT JOIN pg_roles r ON r.oid = s.grantee
  WHERE s.privileges <> s.built_in AND s.objects IN ('r', 'S', 'f', 'T', 'n')
  ORDER BY role, s.schema NULLS FIRST, objects, grantee`;
