// pg_depend, and what stands for what in it.
import { FIRST_USER_OID, PUBLIC_SCHEMA_OID } from './query.js';

/** Names of the system catalogues by object id: `classid::regclass` for each row would cost more than the rows. */
export const CATALOG_NAMES = `SELECT oid::text AS oid, relname AS name FROM pg_class WHERE relnamespace = 'pg_catalog'::regnamespace AND relkind = 'r'`;

/**
 * What needs what. Left out: what the model says in facts of its own (a sequence's owner, a partition's parent, members
 * of extensions), and what belongs to the system.
 */
export const DEPENDENCIES = `
  SELECT d.classid::text AS catalog, d.objid || ':' || d.objsubid AS object, d.refclassid::text AS "needsCatalog", d.refobjid || ':' || d.refobjsubid AS needs
  FROM pg_depend d
  WHERE d.deptype IN ('n', 'a', 'i', 'P', 'S', 'x')
    AND (d.refobjid >= ${FIRST_USER_OID} OR (d.refclassid = 'pg_namespace'::regclass AND d.refobjid = ${PUBLIC_SCHEMA_OID}) OR d.refclassid = 'pg_extension'::regclass)
    AND (d.classid <> d.refclassid OR d.objid <> d.refobjid)
    AND NOT (d.classid = 'pg_class'::regclass AND d.refobjsubid > 0 AND d.deptype IN ('a', 'i') AND d.objid IN (SELECT oid FROM pg_class WHERE relkind = 'S'))
    AND NOT (d.classid = 'pg_class'::regclass AND d.objsubid = 0 AND d.refclassid = 'pg_class'::regclass
      AND d.objid IN (SELECT oid FROM pg_class WHERE relispartition) AND d.refobjid IN (SELECT oid FROM pg_class WHERE relkind IN ('p', 'I')))`;

/**
 * A row type stands for its table, an array type for its element, a multirange for its range, a view's rewrite rule for
 * the view, a generated column's expression for the column, an index for its constraint, an internal trigger for its
 * constraint, a member for its extension.
 */
export const ALIASES = `
  SELECT 'pg_type:' || t.oid || ':0' AS alias, CASE WHEN c.relkind = 'c' THEN NULL ELSE 'pg_class:' || c.oid || ':0' END AS "of"
  FROM pg_type t JOIN pg_class c ON c.oid = t.typrelid WHERE t.oid >= ${FIRST_USER_OID} AND c.relkind <> 'c'
  UNION ALL
  SELECT 'pg_class:' || c.oid || ':0', 'pg_type:' || c.reltype || ':0' FROM pg_class c WHERE c.relkind = 'c' AND c.oid >= ${FIRST_USER_OID}
  UNION ALL
  SELECT 'pg_type:' || t.oid || ':0', 'pg_type:' || t.typelem || ':0' FROM pg_type t WHERE t.typelem <> 0 AND t.typcategory = 'A' AND t.oid >= ${FIRST_USER_OID}
  UNION ALL
  SELECT 'pg_type:' || r.rngmultitypid || ':0', 'pg_type:' || r.rngtypid || ':0' FROM pg_range r WHERE r.rngtypid >= ${FIRST_USER_OID}
  UNION ALL
  SELECT 'pg_rewrite:' || r.oid || ':0', 'pg_class:' || r.ev_class || ':0' FROM pg_rewrite r WHERE r.rulename = '_RETURN' AND r.oid >= ${FIRST_USER_OID}
  UNION ALL
  SELECT 'pg_attrdef:' || d.oid || ':0', 'pg_class:' || d.adrelid || ':' || d.adnum
  FROM pg_attrdef d JOIN pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum WHERE a.attgenerated <> ''
  UNION ALL
  SELECT 'pg_class:' || c.conindid || ':0', 'pg_constraint:' || c.oid || ':0' FROM pg_constraint c WHERE c.contype IN ('p', 'u', 'x') AND c.conindid <> 0
  UNION ALL
  SELECT 'pg_trigger:' || t.oid || ':0', 'pg_constraint:' || t.tgconstraint || ':0' FROM pg_trigger t WHERE t.tgisinternal AND t.tgconstraint <> 0
  UNION ALL
  SELECT d.classid::regclass::text || ':' || d.objid || ':0', 'pg_extension:' || d.refobjid || ':0' FROM pg_depend d WHERE d.deptype = 'e' AND d.refclassid = 'pg_extension'::regclass`;
