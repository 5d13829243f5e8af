// Views and what runs by itself: functions, aggregates, triggers, rules, policies, event triggers.
import { keySql } from '../keys.js';
import { type CatalogQuery, FIRING_MODE, notMember, ownCollation, procedureName, sorted, userSchema } from './query.js';

const COLUMNS_OF_VIEWS = `
    view_columns AS (
      SELECT a.attrelid, json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod),
        'collation', ${ownCollation('a.attcollation', 'ty')}) ORDER BY a.attnum) AS columns
      FROM pg_attribute a
      JOIN pg_class vc ON vc.oid = a.attrelid AND vc.relkind IN ('v', 'm')
      JOIN pg_namespace vn ON vn.oid = vc.relnamespace AND ${userSchema('vn')}
      JOIN pg_type ty ON ty.oid = a.atttypid
      WHERE a.attnum > 0 AND NOT a.attisdropped
      GROUP BY a.attrelid
    )`;

const VIEW_FIELDS = `
        'definition', pg_get_viewdef(c.oid),
        'options', ${sorted('c.reloptions')},
        'columns', COALESCE(vc.columns, '[]')`;

const view: CatalogQuery = {
  kind: 'view',
  catalog: 'pg_class',
  sql: () => `
    WITH ${COLUMNS_OF_VIEWS}
    SELECT c.oid, 0 AS sub, ARRAY[n.nspname, c.relname]::text[] AS names, json_build_object(${VIEW_FIELDS}) AS attributes
    FROM pg_class c
    JOIN pg_namespace n ON n.oid = c.relnamespace AND ${userSchema('n')}
    LEFT JOIN view_columns vc ON vc.attrelid = c.oid
    WHERE c.relkind = 'v' AND ${notMember('pg_class', 'c.oid')}`,
};

const materializedView: CatalogQuery = {
  kind: 'materializedView',
  catalog: 'pg_class',
  sql: () => `
    WITH ${COLUMNS_OF_VIEWS}
    SELECT c.oid, 0 AS sub, ARRAY[n.nspname, c.relname]::text[] AS names,
      json_build_object(${VIEW_FIELDS},
        'populated', c.relispopulated,
        'tablespace', ts.spcname,
        'accessMethod', CASE WHEN am.amname <> 'heap' THEN am.amname END) AS attributes
    FROM pg_class c
    JOIN pg_namespace n ON n.oid = c.relnamespace AND ${userSchema('n')}
    LEFT JOIN view_columns vc ON vc.attrelid = c.oid
    LEFT JOIN pg_tablespace ts ON ts.oid = c.reltablespace
    LEFT JOIN pg_am am ON am.oid = c.relam
    WHERE c.relkind = 'm' AND ${notMember('pg_class', 'c.oid')}`,
};

const viewColumn: CatalogQuery = {
  kind: 'viewColumn',
  catalog: 'none',
  hasParents: true,
  sql: () => `
    SELECT c.oid, a.attnum AS sub, ARRAY[n.nspname, c.relname, a.attname]::text[] AS names,
      json_build_object('statistics', NULLIF(a.attstattarget, -1),
        'storage', CASE WHEN a.attstorage <> ty.typstorage THEN CASE a.attstorage WHEN 'p' THEN 'PLAIN' WHEN 'e' THEN 'EXTERNAL' WHEN 'm' THEN 'MAIN' ELSE 'EXTENDED' END END,
        'compression', CASE a.attcompression WHEN 'p' THEN 'pglz' WHEN 'l' THEN 'lz4' END) AS attributes,
      ARRAY[${keySql('pg_class', 'c.oid')}] AS parents
    FROM pg_attribute a
    JOIN pg_class c ON c.oid = a.attrelid AND c.relkind = 'm'
    JOIN pg_namespace n ON n.oid = c.relnamespace AND ${userSchema('n')}
    JOIN pg_type ty ON ty.oid = a.atttypid
    WHERE a.attnum > 0 AND NOT a.attisdropped AND (a.attstattarget >= 0 OR a.attstorage <> ty.typstorage OR a.attcompression <> '')
      AND ${notMember('pg_class', 'c.oid')}`,
};

const routine: CatalogQuery = {
  kind: 'function',
  catalog: 'pg_proc',
  sql: () => `
    SELECT p.oid, 0 AS sub, ARRAY[n.nspname, p.proname, pg_get_function_identity_arguments(p.oid)]::text[] AS names,
      json_build_object(
        'routine', CASE p.prokind WHEN 'p' THEN 'procedure' WHEN 'w' THEN 'window' ELSE 'function' END,
        'definition', pg_get_functiondef(p.oid),
        'returns', pg_get_function_result(p.oid),
        'signature', ARRAY[COALESCE(p.proargnames::text, ''), COALESCE(p.proargmodes::text, ''), pg_get_function_identity_arguments(p.oid), p.provariadic::regtype::text],
        'inputs', oidvectortypes(p.proargtypes),
        'defaultCount', p.pronargdefaults,
        'language', l.lanname,
        'volatility', CASE p.provolatile WHEN 'i' THEN 'immutable' WHEN 's' THEN 'stable' ELSE 'volatile' END,
        'securityDefiner', p.prosecdef
      ) AS attributes
    FROM pg_proc p
    JOIN pg_namespace n ON n.oid = p.pronamespace AND ${userSchema('n')}
    JOIN pg_language l ON l.oid = p.prolang
    WHERE p.prokind IN ('f', 'p', 'w') AND ${notMember('pg_proc', 'p.oid')}
      AND NOT EXISTS (SELECT FROM pg_depend i WHERE i.classid = 'pg_proc'::regclass AND i.objid = p.oid AND i.deptype = 'i')`,
};

const FINAL_MODIFY = (column: string): string =>
  `CASE ${column} WHEN 'r' THEN 'READ_ONLY' WHEN 's' THEN 'SHAREABLE' ELSE 'READ_WRITE' END`;

const aggregate: CatalogQuery = {
  kind: 'aggregate',
  catalog: 'pg_proc',
  sql: () => `
    SELECT p.oid, 0 AS sub, ARRAY[n.nspname, p.proname, pg_get_function_identity_arguments(p.oid)]::text[] AS names,
      json_build_object(
        'kind', CASE g.aggkind WHEN 'o' THEN 'ordered' WHEN 'h' THEN 'hypothetical' ELSE 'normal' END,
        'arguments', pg_get_function_arguments(p.oid),
        'options', array_remove(ARRAY[
          'SFUNC = ' || ${procedureName('g.aggtransfn')},
          'STYPE = ' || format_type(g.aggtranstype, NULL),
          CASE WHEN g.aggtransspace <> 0 THEN 'SSPACE = ' || g.aggtransspace END,
          'FINALFUNC = ' || ${procedureName('g.aggfinalfn')},
          CASE WHEN g.aggfinalextra THEN 'FINALFUNC_EXTRA' END,
          CASE WHEN g.aggfinalfn <> 0 THEN 'FINALFUNC_MODIFY = ' || ${FINAL_MODIFY('g.aggfinalmodify')} END,
          'COMBINEFUNC = ' || ${procedureName('g.aggcombinefn')},
          'SERIALFUNC = ' || ${procedureName('g.aggserialfn')},
          'DESERIALFUNC = ' || ${procedureName('g.aggdeserialfn')},
          'INITCOND = ' || quote_literal(g.agginitval),
          'MSFUNC = ' || ${procedureName('g.aggmtransfn')},
          'MINVFUNC = ' || ${procedureName('g.aggminvtransfn')},
          CASE WHEN g.aggmtranstype <> 0 THEN 'MSTYPE = ' || format_type(g.aggmtranstype, NULL) END,
          CASE WHEN g.aggmtransspace <> 0 THEN 'MSSPACE = ' || g.aggmtransspace END,
          'MFINALFUNC = ' || ${procedureName('g.aggmfinalfn')},
          CASE WHEN g.aggmfinalextra THEN 'MFINALFUNC_EXTRA' END,
          CASE WHEN g.aggmfinalfn <> 0 THEN 'MFINALFUNC_MODIFY = ' || ${FINAL_MODIFY('g.aggmfinalmodify')} END,
          'MINITCOND = ' || quote_literal(g.aggminitval),
          CASE WHEN g.aggsortop <> 0 THEN 'SORTOP = OPERATOR(' || split_part(g.aggsortop::oid::regoperator::text, '(', 1) || ')' END,
          CASE p.proparallel WHEN 's' THEN 'PARALLEL = SAFE' WHEN 'r' THEN 'PARALLEL = RESTRICTED' END,
          CASE WHEN g.aggkind = 'h' THEN 'HYPOTHETICAL' END], NULL)
      ) AS attributes
    FROM pg_proc p
    JOIN pg_aggregate g ON g.aggfnoid = p.oid
    JOIN pg_namespace n ON n.oid = p.pronamespace AND ${userSchema('n')}
    WHERE ${notMember('pg_proc', 'p.oid')}`,
};

const rule: CatalogQuery = {
  kind: 'rule',
  catalog: 'pg_rewrite',
  hasParents: true,
  sql: () => `
    SELECT r.oid, 0 AS sub, ARRAY[n.nspname, c.relname, r.rulename]::text[] AS names,
      json_build_object('definition', pg_get_ruledef(r.oid), 'enabled', ${FIRING_MODE('r.ev_enabled')}) AS attributes,
      ARRAY[${keySql('pg_class', 'c.oid')}] AS parents
    FROM pg_rewrite r
    JOIN pg_class c ON c.oid = r.ev_class
    JOIN pg_namespace n ON n.oid = c.relnamespace AND ${userSchema('n')}
    WHERE r.rulename <> '_RETURN' AND ${notMember('pg_class', 'c.oid')}`,
};

/** The trigger of a partition is a copy of its parent's, and a fact where it fires at other times. */
const trigger: CatalogQuery = {
  kind: 'trigger',
  catalog: 'pg_trigger',
  hasParents: true,
  sql: () => `
    SELECT t.oid, 0 AS sub, ARRAY[n.nspname, c.relname, t.tgname]::text[] AS names,
      json_build_object('definition', pg_get_triggerdef(t.oid), 'enabled', ${FIRING_MODE('t.tgenabled')},
        'ofParent', ${FIRING_MODE('p.tgenabled')}) AS attributes,
      ARRAY[${keySql('pg_class', 'c.oid')}] || ${keySql('pg_trigger', 'p.oid')} AS parents
    FROM pg_trigger t
    JOIN pg_class c ON c.oid = t.tgrelid
    JOIN pg_namespace n ON n.oid = c.relnamespace AND ${userSchema('n')}
    LEFT JOIN pg_trigger p ON p.oid = t.tgparentid
    WHERE CASE WHEN p.oid IS NULL THEN NOT t.tgisinternal ELSE NOT p.tgisinternal AND t.tgenabled <> p.tgenabled END AND ${notMember('pg_class', 'c.oid')} AND ${notMember('pg_trigger', 't.oid')}`,
};

const eventTrigger: CatalogQuery = {
  kind: 'eventTrigger',
  catalog: 'pg_event_trigger',
  sql: () => `
    SELECT e.oid, 0 AS sub, ARRAY[e.evtname]::text[] AS names,
      json_build_object('event', e.evtevent, 'function', ${procedureName('e.evtfoid')}, 'tags', COALESCE(e.evttags, '{}'), 'enabled', ${FIRING_MODE('e.evtenabled')}) AS attributes
    FROM pg_event_trigger e
    WHERE ${notMember('pg_event_trigger', 'e.oid')}`,
};

const policy: CatalogQuery = {
  kind: 'policy',
  catalog: 'pg_policy',
  hasParents: true,
  sql: () => `
    WITH role_names AS (
      SELECT p.oid, array_agg(COALESCE(quote_ident(r.rolname), 'PUBLIC') ORDER BY r.rolname) AS roles
      FROM pg_policy p CROSS JOIN unnest(p.polroles) AS one(oid)
      LEFT JOIN pg_roles r ON r.oid = one.oid
      GROUP BY p.oid
    )
    SELECT p.oid, 0 AS sub, ARRAY[n.nspname, c.relname, p.polname]::text[] AS names,
      json_build_object(
        'permissive', p.polpermissive,
        'command', CASE p.polcmd WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE' WHEN 'd' THEN 'DELETE' ELSE 'ALL' END,
        'roles', COALESCE(rn.roles, '{}'),
        'using', pg_get_expr(p.polqual, p.polrelid),
        'check', pg_get_expr(p.polwithcheck, p.polrelid)) AS attributes,
      ARRAY[${keySql('pg_class', 'c.oid')}] AS parents
    FROM pg_policy p
    JOIN pg_class c ON c.oid = p.polrelid
    JOIN pg_namespace n ON n.oid = c.relnamespace AND ${userSchema('n')}
    LEFT JOIN role_names rn ON rn.oid = p.oid
    WHERE ${notMember('pg_class', 'c.oid')}`,
};

export const PROGRAM_QUERIES: readonly CatalogQuery[] = [
  view,
  materializedView,
  viewColumn,
  routine,
  aggregate,
  rule,
  trigger,
  eventTrigger,
  policy,
];
