// Where a row stands in the system catalogues, as one number: its catalogue, its column, its object id. A schema of 5,000
// tables has half a million of these; as text they cost more than all the rest of reading it.

/** `pg_class` 16384, column 3. */
export type Key = number;

/** Every catalogue that a dependency, a comment or a label may point to. The place in the list is its number, from 1. */
const CATALOGS = [
  'pg_class',
  'pg_type',
  'pg_namespace',
  'pg_proc',
  'pg_constraint',
  'pg_attrdef',
  'pg_rewrite',
  'pg_trigger',
  'pg_policy',
  'pg_operator',
  'pg_opclass',
  'pg_opfamily',
  'pg_cast',
  'pg_conversion',
  'pg_collation',
  'pg_ts_parser',
  'pg_ts_template',
  'pg_ts_dict',
  'pg_ts_config',
  'pg_statistic_ext',
  'pg_language',
  'pg_transform',
  'pg_am',
  'pg_extension',
  'pg_event_trigger',
  'pg_publication',
  'pg_publication_rel',
  'pg_publication_namespace',
  'pg_subscription',
  'pg_foreign_data_wrapper',
  'pg_foreign_server',
  'pg_user_mapping',
  'pg_amop',
  'pg_amproc',
] as const;
export type CatalogName = (typeof CATALOGS)[number];

/** Object ids have 32 bits, columns 11 (1,600 at most): with the catalogues well below the 53 bits of a number. */
const SUB = 2 ** 32;
const CATALOG = 2 ** 43;

export function keyOf(catalog: CatalogName, oid: number, sub = 0): Key {
  return (CATALOGS.indexOf(catalog) + 1) * CATALOG + sub * SUB + oid;
}

/** The key of the object that a key's column belongs to. */
export function wholeOf(key: Key): Key {
  return Math.floor(key / CATALOG) * CATALOG + (key % SUB);
}

export function isIn(catalog: CatalogName, key: Key): boolean {
  return Math.floor(key / CATALOG) === CATALOGS.indexOf(catalog) + 1;
}

/** The same as {@link keyOf} in SQL. */
export function keySql(catalog: CatalogName, oid: string, sub?: string): string {
  const column = sub === undefined ? '' : ` + ${sub} * ${SUB}`;
  return `(${(CATALOGS.indexOf(catalog) + 1) * CATALOG}${column} + ${oid}::bigint)`;
}

/**
 * The number of a catalogue that stands in a column, as `classid` does: `JOIN ${CATALOG_NUMBERS} n ON n.catalog = …`, and
 * `n.base` to add to. Rows that point elsewhere (large objects, members of families) drop out.
 */
export const CATALOG_NUMBERS = `(VALUES ${CATALOGS.map(
  (name, index) => `(to_regclass('pg_catalog.${name}')::oid, ${(index + 1) * CATALOG})`,
).join(', ')}) AS`;

/** The key from a base of {@link CATALOG_NUMBERS}. Columns of the system, which have negative numbers, stand for the whole. */
export function keyFromBase(base: string, oid: string, sub: string): string {
  return `${base} + GREATEST(${sub}, 0) * ${SUB} + ${oid}::bigint`;
}
