// Schemas, extensions, languages, collations and the types that users make.

import type { BaseTypeAttributes } from '../attributes.js';
import { keySql } from '../keys.js';
import { domainChosenName } from './chosen-name.js';
import {
  arrayOf,
  type CatalogQuery,
  type Fields,
  notMember,
  ownCollation,
  procedure,
  procedureName,
  userSchema,
} from './query.js';
import { has } from './versions.js';

const schema: CatalogQuery = {
  kind: 'schema',
  catalog: 'pg_namespace',
  sql: () => `
    SELECT n.oid, 0 AS sub, ARRAY[n.nspname]::text[] AS names, '{}'::json AS attributes
    FROM pg_namespace n
    WHERE ${userSchema('n')} AND ${notMember('pg_namespace', 'n.oid')}`,
};

const extension: CatalogQuery = {
  kind: 'extension',
  catalog: 'pg_extension',
  sql: () => `
    SELECT e.oid, 0 AS sub, ARRAY[e.extname]::text[] AS names,
      json_build_object('schema', n.nspname, 'version', e.extversion) AS attributes
    FROM pg_extension e
    JOIN pg_namespace n ON n.oid = e.extnamespace`,
};

const language: CatalogQuery = {
  kind: 'language',
  catalog: 'pg_language',
  sql: () => `
    SELECT l.oid, 0 AS sub, ARRAY[l.lanname]::text[] AS names,
      json_build_object('trusted', l.lanpltrusted, 'handler', ${procedure('l.lanplcallfoid')}, 'inline', ${procedure('l.laninline')}, 'validator', ${procedure('l.lanvalidator')}) AS attributes
    FROM pg_language l
    WHERE l.lanispl AND ${notMember('pg_language', 'l.oid')}`,
};

/** `colllocale` is called `colliculocale` on 15 and 16, and its place is taken by `collcollate` before. */
function localeColumn(version: number): string {
  if (has(version, 'collationLocale')) return 'c.colllocale';
  return has(version, 'icuLocale') ? 'c.colliculocale' : 'NULL::text';
}

const collation: CatalogQuery = {
  kind: 'collation',
  catalog: 'pg_collation',
  sql: (version) => `
    SELECT c.oid, 0 AS sub, ARRAY[n.nspname, c.collname]::text[] AS names,
      json_build_object(
        'provider', CASE c.collprovider WHEN 'i' THEN 'icu' WHEN 'b' THEN 'builtin' WHEN 'd' THEN 'default' ELSE 'libc' END,
        'collate', c.collcollate, 'ctype', c.collctype, 'locale', ${localeColumn(version)},
        'rules', ${has(version, 'icuRules') ? 'c.collicurules' : 'NULL'}, 'deterministic', c.collisdeterministic) AS attributes
    FROM pg_collation c
    JOIN pg_namespace n ON n.oid = c.collnamespace AND ${userSchema('n')}
    WHERE ${notMember('pg_collation', 'c.oid')}`,
};

const enumeration: CatalogQuery = {
  kind: 'enum',
  catalog: 'pg_type',
  sql: () => `
    SELECT t.oid, 0 AS sub, ARRAY[n.nspname, t.typname]::text[] AS names,
      json_build_object('labels', COALESCE(json_agg(e.enumlabel ORDER BY e.enumsortorder) FILTER (WHERE e.enumlabel IS NOT NULL), '[]')) AS attributes
    FROM pg_type t
    JOIN pg_namespace n ON n.oid = t.typnamespace AND ${userSchema('n')}
    LEFT JOIN pg_enum e ON e.enumtypid = t.oid
    WHERE t.typtype = 'e' AND ${notMember('pg_type', 't.oid')}
    GROUP BY t.oid, n.nspname, t.typname`,
};

const DOMAIN_NOT_NULL_NAME = `(SELECT con.conname FROM pg_constraint con
          WHERE con.contypid = t.oid AND con.contype = 'n' AND con.conname <> ${domainChosenName('t.typname::text')})`;

const domain: CatalogQuery = {
  kind: 'domain',
  catalog: 'pg_type',
  sql: (version) => `
    SELECT t.oid, 0 AS sub, ARRAY[n.nspname, t.typname]::text[] AS names,
      json_build_object('type', format_type(t.typbasetype, t.typtypmod), 'notNull', t.typnotnull,
        'notNullName', ${has(version, 'notNullConstraints') ? DOMAIN_NOT_NULL_NAME : 'NULL'}, 'default', pg_get_expr(t.typdefaultbin, 0), 'collation', ${ownCollation('t.typcollation', 'base')}) AS attributes
    FROM pg_type t
    JOIN pg_namespace n ON n.oid = t.typnamespace AND ${userSchema('n')}
    JOIN pg_type base ON base.oid = t.typbasetype
    WHERE t.typtype = 'd' AND ${notMember('pg_type', 't.oid')}`,
};

const domainConstraint: CatalogQuery = {
  kind: 'domainConstraint',
  catalog: 'pg_constraint',
  hasParents: true,
  sql: () => `
    SELECT con.oid, 0 AS sub, ARRAY[n.nspname, t.typname, con.conname]::text[] AS names,
      json_build_object('definition', pg_get_constraintdef(con.oid), 'validated', con.convalidated) AS attributes,
      ARRAY[${keySql('pg_type', 't.oid')}] AS parents
    FROM pg_constraint con
    JOIN pg_type t ON t.oid = con.contypid
    JOIN pg_namespace n ON n.oid = t.typnamespace AND ${userSchema('n')}
    WHERE con.contype = 'c' AND ${notMember('pg_type', 't.oid')}`,
};

const composite: CatalogQuery = {
  kind: 'composite',
  catalog: 'pg_type',
  sql: () => `
    SELECT t.oid, 0 AS sub, ARRAY[n.nspname, t.typname]::text[] AS names,
      json_build_object('fields', COALESCE(json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod),
        'collation', ${ownCollation('a.attcollation', 'ty')}) ORDER BY a.attnum) FILTER (WHERE a.attnum IS NOT NULL), '[]')) AS attributes
    FROM pg_type t
    JOIN pg_namespace n ON n.oid = t.typnamespace AND ${userSchema('n')}
    JOIN pg_class c ON c.oid = t.typrelid AND c.relkind = 'c'
    LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    LEFT JOIN pg_type ty ON ty.oid = a.atttypid
    WHERE ${notMember('pg_type', 't.oid')}
    GROUP BY t.oid, n.nspname, t.typname`,
};

const range: CatalogQuery = {
  kind: 'range',
  catalog: 'pg_type',
  sql: () => `
    SELECT t.oid, 0 AS sub, ARRAY[n.nspname, t.typname]::text[] AS names,
      json_build_object('subtype', format_type(r.rngsubtype, NULL),
        'operatorClass', CASE WHEN NOT oc.opcdefault THEN quote_ident(ocn.nspname) || '.' || quote_ident(oc.opcname) END,
        'collation', ${ownCollation('r.rngcollation', 'st')},
        'canonical', CASE WHEN r.rngcanonical <> 0 THEN r.rngcanonical::oid::regproc::text END,
        'difference', CASE WHEN r.rngsubdiff <> 0 THEN r.rngsubdiff::oid::regproc::text END,
        'multirange', format_type(r.rngmultitypid, NULL)) AS attributes
    FROM pg_type t
    JOIN pg_namespace n ON n.oid = t.typnamespace AND ${userSchema('n')}
    JOIN pg_range r ON r.rngtypid = t.oid
    JOIN pg_type st ON st.oid = r.rngsubtype
    JOIN pg_opclass oc ON oc.oid = r.rngsubopc
    JOIN pg_namespace ocn ON ocn.oid = oc.opcnamespace
    WHERE ${notMember('pg_type', 't.oid')}`,
};

/** Arrays are made beside their elements, by the server. */
const IS_BASE = `t.typtype = 'b' AND t.typinput <> 'array_in'::regproc`;

const userTypes = (attributes: string, where: string): string => `
    SELECT t.oid, 0 AS sub, ARRAY[n.nspname, t.typname]::text[] AS names, ${attributes} AS attributes
    FROM pg_type t
    JOIN pg_namespace n ON n.oid = t.typnamespace AND ${userSchema('n')}
    WHERE ${where} AND ${notMember('pg_type', 't.oid')}`;

const baseTypeFields: Fields<BaseTypeAttributes> = {
  input: procedureName('t.typinput'),
  output: procedureName('t.typoutput'),
  receive: procedureName('t.typreceive'),
  send: procedureName('t.typsend'),
  modifierInput: procedureName('t.typmodin'),
  modifierOutput: procedureName('t.typmodout'),
  analyze: procedureName('t.typanalyze'),
  subscript: procedureName('t.typsubscript'),
  length: 't.typlen',
  byValue: 't.typbyval',
  alignment: `CASE t.typalign WHEN 'c' THEN 'char' WHEN 's' THEN 'int2' WHEN 'i' THEN 'int4' ELSE 'double' END`,
  storage: `CASE t.typstorage WHEN 'p' THEN 'plain' WHEN 'e' THEN 'external' WHEN 'm' THEN 'main' ELSE 'extended' END`,
  category: 't.typcategory',
  preferred: 't.typispreferred',
  default: 't.typdefault',
  element: `CASE WHEN t.typelem <> 0 THEN format_type(t.typelem, NULL) END`,
  delimiter: 't.typdelim',
  collatable: 't.typcollation <> 0',
};

const baseType: CatalogQuery = {
  kind: 'baseType',
  catalog: 'pg_type',
  fields: Object.keys(baseTypeFields),
  sql: () => userTypes(arrayOf(baseTypeFields), IS_BASE),
};

/** A shell that was never filled, and the one that each base type has begun as: that has no row of its own any more. */
const shellTypes: readonly CatalogQuery[] = [
  {
    kind: 'shellType',
    catalog: 'pg_type',
    sql: () => userTypes(`'{}'::json`, `t.typtype = 'p' AND NOT t.typisdefined`),
  },
  { kind: 'shellType', catalog: 'none', sql: () => userTypes(`'{}'::json`, IS_BASE) },
];

export const TYPE_QUERIES: readonly CatalogQuery[] = [
  schema,
  extension,
  language,
  collation,
  enumeration,
  domain,
  domainConstraint,
  composite,
  range,
  ...shellTypes,
  baseType,
];
