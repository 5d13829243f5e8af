// pg_depend, and what stands for what in it.
import { CATALOG_NUMBERS, keyFromBase, keySql } from '../keys.js';
import { FIRST_USER_OID, PUBLIC_SCHEMA_OID } from './query.js';

/**
 * What needs what. Left out: what the model says in facts of its own (a sequence's owner, a partition's parent, members
 * of extensions), and what belongs to the system. Until version 14 a generated column needs columns of its own table.
 */
export const DEPENDENCIES = `
  SELECT ${keyFromBase('own.base', 'd.objid', 'd.objsubid')} AS object, ${keyFromBase('other.base', 'd.refobjid', 'd.refobjsubid')} AS needs
  FROM pg_depend d
  JOIN ${CATALOG_NUMBERS} own(catalog, base) ON own.catalog = d.classid
  JOIN ${CATALOG_NUMBERS} other(catalog, base) ON other.catalog = d.refclassid
  WHERE d.deptype IN ('n', 'a', 'i', 'P', 'S', 'x')
    AND (d.refobjid >= ${FIRST_USER_OID} OR (d.refclassid = 'pg_namespace'::regclass AND d.refobjid = ${PUBLIC_SCHEMA_OID}) OR d.refclassid = 'pg_extension'::regclass)
    AND (d.classid <> d.refclassid OR d.objid <> d.refobjid OR d.objsubid > 0 AND d.refobjsubid > 0)
    AND NOT (d.classid = 'pg_class'::regclass AND d.refobjsubid > 0 AND d.deptype IN ('a', 'i') AND d.objid IN (SELECT oid FROM pg_class WHERE relkind = 'S'))
    AND NOT (d.classid = 'pg_class'::regclass AND d.objsubid = 0 AND d.refclassid = 'pg_class'::regclass
      AND d.objid IN (SELECT oid FROM pg_class WHERE relispartition) AND d.refobjid IN (SELECT oid FROM pg_class WHERE relkind IN ('p', 'I')))`;

/**
 * A row type stands for its table, an array type for its element, a multirange for its range, a view's rewrite rule for
 * the view, a generated column's expression for the column, the sequence of an
 * identity for its column, a NOT NULL for its column or domain, an index for its constraint, an internal trigger for its
 * constraint, a member for its extension,
 * class or family.
 */
export const ALIASES = `
  SELECT ${keySql('pg_type', 't.oid')} AS alias, ${keySql('pg_class', 'c.oid')} AS stands_for
  FROM pg_type t JOIN pg_class c ON c.oid = t.typrelid WHERE t.oid >= ${FIRST_USER_OID} AND c.relkind <> 'c'
  UNION ALL
  SELECT ${keySql('pg_class', 'c.oid')}, ${keySql('pg_type', 'c.reltype')} FROM pg_class c WHERE c.relkind = 'c' AND c.oid >= ${FIRST_USER_OID}
  UNION ALL
  SELECT ${keySql('pg_type', 't.oid')}, ${keySql('pg_type', 't.typelem')} FROM pg_type t WHERE t.typelem <> 0 AND t.typcategory = 'A' AND t.oid >= ${FIRST_USER_OID}
  UNION ALL
  SELECT ${keySql('pg_type', 'r.rngmultitypid')}, ${keySql('pg_type', 'r.rngtypid')} FROM pg_range r WHERE r.rngtypid >= ${FIRST_USER_OID}
  UNION ALL
  SELECT ${keySql('pg_rewrite', 'r.oid')}, ${keySql('pg_class', 'r.ev_class')} FROM pg_rewrite r WHERE r.rulename = '_RETURN' AND r.oid >= ${FIRST_USER_OID}
  UNION ALL
  SELECT ${keySql('pg_class', 'd.objid')}, ${keySql('pg_class', 'd.refobjid', 'd.refobjsubid')}
  FROM pg_depend d JOIN pg_class s ON s.oid = d.objid AND s.relkind = 'S'
  WHERE d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass AND d.deptype = 'i' AND d.refobjsubid > 0
  UNION ALL
  SELECT ${keySql('pg_attrdef', 'd.oid')}, ${keySql('pg_class', 'd.adrelid', 'd.adnum')}
  FROM pg_attrdef d JOIN pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum WHERE a.attgenerated <> ''
  UNION ALL
  SELECT ${keySql('pg_constraint', 'c.oid')},
    CASE c.conrelid WHEN 0 THEN ${keySql('pg_type', 'c.contypid')} ELSE ${keySql('pg_class', 'c.conrelid', 'c.conkey[1]')} END
  FROM pg_constraint c WHERE c.contype = 'n'
  UNION ALL
  SELECT ${keySql('pg_class', 'c.conindid')}, ${keySql('pg_constraint', 'c.oid')} FROM pg_constraint c WHERE c.contype IN ('p', 'u', 'x') AND c.conindid <> 0
  UNION ALL
  SELECT ${keySql('pg_trigger', 't.oid')}, ${keySql('pg_constraint', 't.tgconstraint')} FROM pg_trigger t WHERE t.tgisinternal AND t.tgconstraint <> 0
  UNION ALL
  SELECT ${keyFromBase('n.base', 'd.objid', '0')}, ${keySql('pg_extension', 'd.refobjid')}
  FROM pg_depend d JOIN ${CATALOG_NUMBERS} n(catalog, base) ON n.catalog = d.classid
  WHERE d.deptype = 'e' AND d.refclassid = 'pg_extension'::regclass
  UNION ALL
  SELECT ${keyFromBase('n.base', 'd.objid', '0')}, ${keyFromBase('o.base', 'd.refobjid', '0')}
  FROM pg_depend d
  JOIN ${CATALOG_NUMBERS} n(catalog, base) ON n.catalog = d.classid
  JOIN ${CATALOG_NUMBERS} o(catalog, base) ON o.catalog = d.refclassid
  WHERE d.classid IN ('pg_amop'::regclass, 'pg_amproc'::regclass) AND d.refclassid IN ('pg_opclass'::regclass, 'pg_opfamily'::regclass)
    AND d.objid >= ${FIRST_USER_OID}`;
