// Grants on what is no fact: members of extensions, and what the server itself brought. Both begin with privileges of their
// own (pg_init_privs), and a dump says what is other than these.
import type { CatalogName, Key } from '../keys.js';
import { keySql } from '../keys.js';
import { differing, type GrantSet } from './differing-grants.js';
import { FIRST_USER_OID } from './query.js';

export interface InitialGrantRow extends GrantSet {
  /** Of the extension; null for what the server brought. */
  readonly key: Key | null;
  /** `FUNCTION public.akeys(public.hstore)` */
  readonly object: string;
  readonly column: string | null;
}

interface Listed {
  readonly catalog: CatalogName;
  readonly owner: string;
  readonly list: string;
  readonly builtIn: string;
  /** The word behind ON, and the name. */
  readonly object: string;
  readonly schema?: string;
  /** What of the server's own a dump holds (pg_dump.c, selectDumpableNamespace, selectDumpableProcLang). */
  readonly ofServer: string;
}

const IN_CATALOG = "n.nspname = 'pg_catalog'";
const RELATION = "CASE o.relkind WHEN 'S' THEN 'SEQUENCE ' ELSE 'TABLE ' END";

const LISTED: readonly Listed[] = [
  {
    catalog: 'pg_namespace',
    owner: 'nspowner',
    list: 'nspacl',
    builtIn: `acldefault('n', o.nspowner)`,
    object: `format('SCHEMA %I', o.nspname)`,
    ofServer: `o.nspname = 'pg_catalog'`,
  },
  {
    catalog: 'pg_class',
    owner: 'relowner',
    list: 'relacl',
    builtIn: `acldefault(CASE o.relkind WHEN 'S' THEN 's' ELSE 'r' END::"char", o.relowner)`,
    object: `${RELATION} || format('%I.%I', n.nspname, o.relname)`,
    schema: 'relnamespace',
    ofServer: IN_CATALOG,
  },
  {
    catalog: 'pg_type',
    owner: 'typowner',
    list: 'typacl',
    builtIn: `acldefault('T', o.typowner)`,
    object: `format('TYPE %I.%I', n.nspname, o.typname)`,
    schema: 'typnamespace',
    ofServer: IN_CATALOG,
  },
  {
    catalog: 'pg_proc',
    owner: 'proowner',
    list: 'proacl',
    builtIn: `acldefault('f', o.proowner)`,
    object: `CASE o.prokind WHEN 'p' THEN 'PROCEDURE ' ELSE 'FUNCTION ' END || format('%I.%I(%s)', n.nspname, o.proname, oidvectortypes(o.proargtypes))`,
    schema: 'pronamespace',
    ofServer: IN_CATALOG,
  },
  {
    catalog: 'pg_language',
    owner: 'lanowner',
    list: 'lanacl',
    builtIn: `acldefault('l', o.lanowner)`,
    object: `format('LANGUAGE %I', o.lanname)`,
    ofServer: 'true',
  },
  {
    catalog: 'pg_foreign_data_wrapper',
    owner: 'fdwowner',
    list: 'fdwacl',
    builtIn: `acldefault('F', o.fdwowner)`,
    object: `format('FOREIGN DATA WRAPPER %I', o.fdwname)`,
    ofServer: 'false',
  },
  {
    catalog: 'pg_foreign_server',
    owner: 'srvowner',
    list: 'srvacl',
    builtIn: `acldefault('S', o.srvowner)`,
    object: `format('FOREIGN SERVER %I', o.srvname)`,
    ofServer: 'false',
  },
];

/** Those of users are facts, and read with them. */
const isOthers = (catalog: CatalogName, ofServer: string): string =>
  `(o.oid < ${FIRST_USER_OID} AND (${ofServer}) OR o.oid IN (SELECT m.objid FROM members m WHERE m.classid = '${catalog}'::regclass))`;

const ofWhole = ({ catalog, owner, list, builtIn, object, schema, ofServer }: Listed): string => `
    SELECT '${catalog}'::regclass AS classid, o.oid AS objid, 0 AS sub, NULL::text AS "column", o.${owner} AS owner, o.${list} AS acl, ${builtIn} AS built_in, ${object} AS object
    FROM ${catalog} o ${schema === undefined ? '' : `JOIN pg_namespace n ON n.oid = o.${schema}`}
    WHERE o.${list} IS NOT NULL AND ${isOthers(catalog, ofServer)}`;

const OF_COLUMNS = `
    SELECT 'pg_class'::regclass, o.oid, a.attnum, a.attname::text, o.relowner, a.attacl, acldefault('c', o.relowner), ${RELATION} || format('%I.%I', n.nspname, o.relname)
    FROM pg_attribute a JOIN pg_class o ON o.oid = a.attrelid JOIN pg_namespace n ON n.oid = o.relnamespace
    WHERE a.attacl IS NOT NULL AND NOT a.attisdropped AND ${isOthers('pg_class', IN_CATALOG)}`;

export const INITIAL_GRANTS = differing(
  `SELECT ${keySql('pg_extension', 'e.extension')} AS key, l.object, l."column", l.owner, l.acl, COALESCE(i.initprivs, l.built_in) AS built_in
    FROM (${[...LISTED.map(ofWhole), OF_COLUMNS].join(' UNION ALL ')}) l
    LEFT JOIN members e ON e.classid = l.classid AND e.objid = l.objid
    LEFT JOIN pg_init_privs i ON i.classoid = l.classid AND i.objoid = l.objid AND i.objsubid = l.sub
    WHERE l.acl IS DISTINCT FROM i.initprivs`,
  ['key', 'object', '"column"'],
  `members AS MATERIALIZED (SELECT d.classid, d.objid, d.refobjid AS extension FROM pg_depend d WHERE d.deptype = 'e' AND d.refclassid = 'pg_extension'::regclass), `,
);
