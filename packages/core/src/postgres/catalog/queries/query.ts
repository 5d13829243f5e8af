// What a catalogue query is, and the pieces of SQL that all of them share.
import type { ObjectKind } from '../../catalog.js';
import type { CatalogName } from '../keys.js';

export interface CatalogQuery {
  readonly kind: ObjectKind;
  /** The system catalogue whose rows these are, for pg_depend. */
  readonly catalog: CatalogName | 'none';
  /**
   * Gives a row a fact: `oid`, `sub` (a column's number, else 0), `names` text[], `attributes` json with exactly the
   * fields of the kind, and, where `hasParents`, `parents` bigint[]: keys of facts that pg_depend does not name.
   */
  readonly sql: (serverVersion: number) => string;
  readonly hasParents?: true;
  /** The names of the attributes, where `attributes` is an array: kinds of many rows spare the server the names. */
  readonly fields?: readonly string[];
}

/** The attributes of a kind as SQL expressions, by name: one for each, or it does not compile. */
export type Fields<Attributes> = { readonly [Name in keyof Attributes]-?: string };

export function arrayOf(fields: Readonly<Record<string, string>>): string {
  return `json_build_array(${Object.values(fields).join(', ')})`;
}

/** Schemas that users make. `pg_` is reserved to the system. */
export function userSchema(alias: string): string {
  return `${alias}.nspname !~ '^pg_' AND ${alias}.nspname <> 'information_schema'`;
}

/** Not made by an extension: its members come and go with it. The class of what is referred to lets an index find them all. */
export function notMember(catalog: string, oid: string): string {
  return `NOT EXISTS (SELECT FROM pg_depend m WHERE m.classid = '${catalog}'::regclass AND m.objid = ${oid} AND m.deptype = 'e' AND m.refclassid = 'pg_extension'::regclass)`;
}

/** An array in order, empty for null. */
export function sorted(array: string): string {
  return `CASE WHEN ${array} IS NULL THEN '{}' ELSE ARRAY(SELECT unnest(${array}) ORDER BY 1) END`;
}

/** The first object id that the server gives to a user's object (access/transam.h, FirstNormalObjectId). */
export const FIRST_USER_OID = 16_384;

/** `public` is made by initdb, and is the user's to drop and to change. */
export const PUBLIC_SCHEMA_OID = 2_200;

/** A function by its qualified name and argument types, as `regprocedure` prints it; null for none. */
export function procedure(oid: string): string {
  return `CASE WHEN ${oid} <> 0 THEN ${oid}::oid::regprocedure::text END`;
}

/** A function by its qualified name without arguments; null for none. */
export function procedureName(oid: string): string {
  return `CASE WHEN ${oid} <> 0 THEN (SELECT quote_ident(pn.nspname) || '.' || quote_ident(pp.proname) FROM pg_proc pp JOIN pg_namespace pn ON pn.oid = pp.pronamespace WHERE pp.oid = ${oid}) END`;
}

/** A collation, where it is not the one that the type brings along; null otherwise. */
export function ownCollation(collation: string, type: string): string {
  return `CASE WHEN ${collation} <> 0 AND ${collation} <> ${type}.typcollation THEN ${collation}::regcollation::text END`;
}

export const FIRING_MODE = (column: string): string =>
  `CASE ${column} WHEN 'O' THEN 'origin' WHEN 'D' THEN 'disabled' WHEN 'R' THEN 'replica' WHEN 'A' THEN 'always' END`;
