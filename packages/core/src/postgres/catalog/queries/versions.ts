// What later versions of PostgreSQL have in their catalogues and earlier ones do not: every difference that a query knows of.

/** The first version, as `server_version_num` has it. */
const SINCE = {
  /** Sequences that are not logged; a table's own follow it. */
  unloggedSequences: 150_000,
  /** Columns and rows of a table in a publication. */
  publicationFilters: 150_000,
  /** Whole schemas in a publication. */
  publicationSchemas: 150_000,
  /** Prepared transactions, and what happens after an error, are options of a subscription. */
  subscriptionTwoPhase: 150_000,
  /** Streaming in parallel, the origin, and whose rights are used. */
  subscriptionRights: 160_000,
  /** The slot goes along to a standby. */
  subscriptionFailover: 170_000,
  /** ICU's locale has a column of its own, `colliculocale`. */
  icuLocale: 150_000,
  /** Tailored collation rules of ICU. */
  icuRules: 160_000,
  /** A membership says by itself whether it is inherited and whether SET ROLE may use it. */
  membershipOptions: 160_000,
  /** That column is `colllocale`, for other providers too. */
  collationLocale: 170_000,
  /** NOT NULL is a constraint with a name, which may be not inherited and not yet validated. */
  notNullConstraints: 180_000,
} as const;

export function has(version: number, what: keyof typeof SINCE): boolean {
  return version >= SINCE[what];
}
