// What extends SQL itself: operators and their classes and families, casts, conversions, transforms, access methods.
import { keySql } from '../keys.js';
import { type CatalogQuery, notMember, procedure, procedureName, userSchema } from './query.js';

const OPERATOR_NAME = (oid: string): string =>
  `CASE WHEN ${oid} <> 0 THEN (SELECT 'OPERATOR(' || quote_ident(xn.nspname) || '.' || x.oprname || ')' FROM pg_operator x JOIN pg_namespace xn ON xn.oid = x.oprnamespace WHERE x.oid = ${oid}) END`;

const TYPE = (oid: string): string => `CASE WHEN ${oid} <> 0 THEN format_type(${oid}, NULL) END`;

/** An operator that is only announced, as somebody's commutator, has no function yet. */
const operator: CatalogQuery = {
  kind: 'operator',
  catalog: 'pg_operator',
  sql: () => `
    SELECT o.oid, 0 AS sub,
      ARRAY[n.nspname, o.oprname, COALESCE(${TYPE('o.oprleft')}, 'NONE') || ', ' || COALESCE(${TYPE('o.oprright')}, 'NONE')]::text[] AS names,
      json_build_object(
        'left', ${TYPE('o.oprleft')}, 'right', ${TYPE('o.oprright')}, 'function', ${procedureName('o.oprcode')},
        'commutator', ${OPERATOR_NAME('o.oprcom')}, 'negator', ${OPERATOR_NAME('o.oprnegate')},
        'restrict', ${procedureName('o.oprrest')}, 'join', ${procedureName('o.oprjoin')},
        'hashes', o.oprcanhash, 'merges', o.oprcanmerge) AS attributes
    FROM pg_operator o
    JOIN pg_namespace n ON n.oid = o.oprnamespace AND ${userSchema('n')}
    WHERE o.oprcode <> 0 AND ${notMember('pg_operator', 'o.oid')}`,
};

/** `owner`, `drop` and `add` of each operator and function that belongs to a family or to a class of one. */
const MEMBERS = (owner: 'pg_opfamily' | 'pg_opclass'): string => `
      SELECT d.refobjid AS owner,
        'OPERATOR ' || a.amopstrategy || ' (' || format_type(a.amoplefttype, NULL) || ', ' || format_type(a.amoprighttype, NULL) || ')' AS drop,
        'OPERATOR ' || a.amopstrategy || ' ' || quote_ident(xn.nspname) || '.' || x.oprname || '(' || format_type(a.amoplefttype, NULL) || ', ' || format_type(a.amoprighttype, NULL) || ')'
        || CASE WHEN a.amopsortfamily <> 0 THEN ' FOR ORDER BY ' || quote_ident(sn.nspname) || '.' || quote_ident(sf.opfname) ELSE '' END AS add
      FROM pg_depend d
      JOIN pg_amop a ON a.oid = d.objid
      JOIN pg_operator x ON x.oid = a.amopopr
      JOIN pg_namespace xn ON xn.oid = x.oprnamespace
      LEFT JOIN pg_opfamily sf ON sf.oid = a.amopsortfamily
      LEFT JOIN pg_namespace sn ON sn.oid = sf.opfnamespace
      WHERE d.classid = 'pg_amop'::regclass AND d.refclassid = '${owner}'::regclass
      UNION ALL
      SELECT d.refobjid,
        'FUNCTION ' || a.amprocnum || ' (' || format_type(a.amproclefttype, NULL) || ', ' || format_type(a.amprocrighttype, NULL) || ')',
        'FUNCTION ' || a.amprocnum || ' (' || format_type(a.amproclefttype, NULL) || ', ' || format_type(a.amprocrighttype, NULL) || ') ' || a.amproc::oid::regprocedure::text
      FROM pg_depend d
      JOIN pg_amproc a ON a.oid = d.objid
      WHERE d.classid = 'pg_amproc'::regclass AND d.refclassid = '${owner}'::regclass`;

const operatorFamily: CatalogQuery = {
  kind: 'operatorFamily',
  catalog: 'pg_opfamily',
  sql: () => `
    WITH members AS (${MEMBERS('pg_opfamily')}
    ), lists AS (
      SELECT owner, json_agg(json_build_object('add', add, 'drop', drop) ORDER BY drop) AS members FROM members GROUP BY owner
    )
    SELECT f.oid, 0 AS sub, ARRAY[n.nspname, f.opfname, am.amname]::text[] AS names,
      json_build_object('method', am.amname, 'members', COALESCE(l.members, '[]')) AS attributes
    FROM pg_opfamily f
    JOIN pg_namespace n ON n.oid = f.opfnamespace AND ${userSchema('n')}
    JOIN pg_am am ON am.oid = f.opfmethod
    LEFT JOIN lists l ON l.owner = f.oid
    WHERE ${notMember('pg_opfamily', 'f.oid')}`,
};

const operatorClass: CatalogQuery = {
  kind: 'operatorClass',
  catalog: 'pg_opclass',
  hasParents: true,
  sql: () => `
    WITH members AS (${MEMBERS('pg_opclass')}
    ), lists AS (
      SELECT owner, array_agg(add ORDER BY add) AS items FROM members GROUP BY owner
    )
    SELECT c.oid, 0 AS sub, ARRAY[n.nspname, c.opcname, am.amname]::text[] AS names,
      json_build_object('method', am.amname, 'type', format_type(c.opcintype, NULL), 'family', quote_ident(fn.nspname) || '.' || quote_ident(f.opfname),
        'isDefault', c.opcdefault,
        'items', COALESCE(l.items, '{}') || CASE WHEN c.opckeytype <> 0 THEN ARRAY['STORAGE ' || format_type(c.opckeytype, NULL)] ELSE '{}' END) AS attributes,
      ARRAY[${keySql('pg_opfamily', 'f.oid')}] AS parents
    FROM pg_opclass c
    JOIN pg_namespace n ON n.oid = c.opcnamespace AND ${userSchema('n')}
    JOIN pg_am am ON am.oid = c.opcmethod
    JOIN pg_opfamily f ON f.oid = c.opcfamily
    JOIN pg_namespace fn ON fn.oid = f.opfnamespace
    LEFT JOIN lists l ON l.owner = c.oid
    WHERE ${notMember('pg_opclass', 'c.oid')}`,
};

const cast: CatalogQuery = {
  kind: 'cast',
  catalog: 'pg_cast',
  sql: () => `
    SELECT c.oid, 0 AS sub, ARRAY[format_type(c.castsource, NULL), format_type(c.casttarget, NULL)]::text[] AS names,
      json_build_object('source', format_type(c.castsource, NULL), 'target', format_type(c.casttarget, NULL), 'function', ${procedure('c.castfunc')},
        'method', CASE c.castmethod WHEN 'f' THEN 'function' WHEN 'i' THEN 'inout' ELSE 'binary' END,
        'context', CASE c.castcontext WHEN 'i' THEN 'implicit' WHEN 'a' THEN 'assignment' ELSE 'explicit' END) AS attributes
    FROM pg_cast c
    WHERE c.oid >= 16384 AND ${notMember('pg_cast', 'c.oid')}
      AND NOT EXISTS (SELECT FROM pg_depend i WHERE i.classid = 'pg_cast'::regclass AND i.objid = c.oid AND i.deptype = 'i')`,
};

const conversion: CatalogQuery = {
  kind: 'conversion',
  catalog: 'pg_conversion',
  sql: () => `
    SELECT c.oid, 0 AS sub, ARRAY[n.nspname, c.conname]::text[] AS names,
      json_build_object('from', pg_encoding_to_char(c.conforencoding), 'to', pg_encoding_to_char(c.contoencoding),
        'function', ${procedureName('c.conproc')}, 'isDefault', c.condefault) AS attributes
    FROM pg_conversion c
    JOIN pg_namespace n ON n.oid = c.connamespace AND ${userSchema('n')}
    WHERE ${notMember('pg_conversion', 'c.oid')}`,
};

const accessMethod: CatalogQuery = {
  kind: 'accessMethod',
  catalog: 'pg_am',
  sql: () => `
    SELECT a.oid, 0 AS sub, ARRAY[a.amname]::text[] AS names,
      json_build_object('type', CASE a.amtype WHEN 'i' THEN 'INDEX' ELSE 'TABLE' END, 'handler', ${procedureName('a.amhandler')}) AS attributes
    FROM pg_am a
    WHERE a.oid >= 16384 AND ${notMember('pg_am', 'a.oid')}`,
};

const transform: CatalogQuery = {
  kind: 'transform',
  catalog: 'pg_transform',
  sql: () => `
    SELECT t.oid, 0 AS sub, ARRAY[format_type(t.trftype, NULL), l.lanname]::text[] AS names,
      json_build_object('type', format_type(t.trftype, NULL), 'language', l.lanname, 'fromSql', ${procedure('t.trffromsql')}, 'toSql', ${procedure('t.trftosql')}) AS attributes
    FROM pg_transform t
    JOIN pg_language l ON l.oid = t.trflang
    WHERE ${notMember('pg_transform', 't.oid')}`,
};

export const OPERATOR_QUERIES: readonly CatalogQuery[] = [
  operator,
  operatorFamily,
  operatorClass,
  cast,
  conversion,
  accessMethod,
  transform,
];
