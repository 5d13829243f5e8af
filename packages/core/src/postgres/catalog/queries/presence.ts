// Which kinds a database has at all. Planning a query costs the server more than answering one that finds nothing, and most
// databases have a dozen of the fifty kinds.
import type { ObjectKind } from '../../catalog.js';
import type { CatalogName } from '../keys.js';
import { FIRST_USER_OID } from './query.js';

const rows = (catalog: CatalogName, where?: string): string =>
  `EXISTS (SELECT FROM ${catalog} WHERE oid >= ${FIRST_USER_OID}${where === undefined ? '' : ` AND ${where}`})`;
const relations = (letters: string): string => rows('pg_class', `relkind IN (${letters})`);
const HAS_CHILDREN = 'EXISTS (SELECT FROM pg_inherits)';
const TYPES = (letter: string): string => rows('pg_type', `typtype = '${letter}'`);

/** And shells of them. */
const BASE_TYPES = rows('pg_type', `(typtype = 'b' AND typinput <> 'array_in'::regproc OR NOT typisdefined)`);

/** Kinds that are worth asking about first, each with what must hold. May hold for too many databases, never for too few. */
const PRESENT: Partial<Readonly<Record<ObjectKind, string>>> = {
  language: rows('pg_language'),
  collation: rows('pg_collation'),
  enum: TYPES('e'),
  domain: TYPES('d'),
  domainConstraint: TYPES('d'),
  composite: relations(`'c'`),
  range: TYPES('r'),
  baseType: BASE_TYPES,
  shellType: BASE_TYPES,
  table: relations(`'r', 'p', 'f'`),
  column: relations(`'r', 'p', 'f'`),
  default: 'EXISTS (SELECT FROM pg_attrdef)',
  sequence: relations(`'S'`),
  sequenceOwner: relations(`'S'`),
  inheritance: HAS_CHILDREN,
  partition: HAS_CHILDREN,
  indexAttachment: HAS_CHILDREN,
  constraint: rows('pg_constraint'),
  index: relations(`'i', 'I'`),
  statistics: rows('pg_statistic_ext'),
  view: relations(`'v'`),
  materializedView: relations(`'m'`),
  viewColumn: relations(`'m'`),
  function: rows('pg_proc'),
  aggregate: rows('pg_proc', `prokind = 'a'`),
  rule: rows('pg_rewrite', `rulename <> '_RETURN'`),
  trigger: rows('pg_trigger'),
  eventTrigger: rows('pg_event_trigger'),
  policy: rows('pg_policy'),
  operator: rows('pg_operator'),
  operatorFamily: rows('pg_opfamily'),
  operatorClass: rows('pg_opclass'),
  cast: rows('pg_cast'),
  conversion: rows('pg_conversion'),
  accessMethod: rows('pg_am'),
  transform: rows('pg_transform'),
  textSearchParser: rows('pg_ts_parser'),
  textSearchTemplate: rows('pg_ts_template'),
  textSearchDictionary: rows('pg_ts_dict'),
  textSearchConfiguration: rows('pg_ts_config'),
  publication: rows('pg_publication'),
  publicationTable: rows('pg_publication'),
  publicationSchema: rows('pg_publication'),
  subscription: `(has_column_privilege('pg_subscription', 'subconninfo', 'SELECT') AND ${rows('pg_subscription')})`,
  foreignDataWrapper: rows('pg_foreign_data_wrapper'),
  server: rows('pg_foreign_server'),
  userMapping: rows('pg_foreign_server'),
  securityLabel: 'EXISTS (SELECT FROM pg_seclabel)',
  defaultPrivilege: 'EXISTS (SELECT FROM pg_default_acl)',
  comment: `EXISTS (SELECT FROM pg_description WHERE objoid >= ${FIRST_USER_OID} OR classoid = 'pg_namespace'::regclass)`,
};

const CONDITIONS = [...new Set(Object.values(PRESENT))];

/** What a database is asked first. */
export interface PresenceRow {
  /** A truth value for each condition. */
  readonly present: readonly boolean[];
  readonly role: string;
}

/** One row. */
export const PRESENCE = `SELECT ARRAY[${CONDITIONS.join(', ')}]::boolean[] AS present, current_user AS role`;

/** Whether there may be objects of a kind, from the answer to {@link PRESENCE}. */
export function mayHave(kind: ObjectKind, { present }: PresenceRow): boolean {
  const condition = PRESENT[kind];
  return condition === undefined || present[CONDITIONS.indexOf(condition)] === true;
}
