// What was seen of a database: sizes, activity, indexes and the statements that ran. Types and no code.

export interface Observation {
  readonly server: { readonly version: number; readonly database: string };
  /** When the counters of tables and indexes began, ISO 8601; null where they were never reset. */
  readonly statisticsSince: string | null;
  readonly tables: readonly ObservedTable[];
  readonly indexes: readonly ObservedIndex[];
  readonly foreignKeys: readonly ObservedForeignKey[];
  readonly sequences: readonly ObservedSequence[];
  readonly functions: readonly ObservedFunction[];
  readonly access: ObservedAccess;
  readonly workload: Workload;
}

export interface TableName {
  readonly schema: string;
  readonly name: string;
}

export interface ObservedTable extends TableName {
  /** Rows by the planner's statistics; -1 where the table was never analysed. */
  readonly estimatedRows: number;
  readonly bytes: number;
  readonly partitioned: boolean;
  readonly hasPrimaryKey: boolean;
  readonly sequentialScans: number;
  readonly sequentialRowsRead: number;
  readonly indexScans: number;
  readonly rowsWritten: number;
  readonly deadRows: number;
  /** Transactions since the oldest row that was not frozen yet (age of relfrozenxid); 0 for partitioned tables. */
  readonly transactionAge: number;
  readonly rowSecurity: boolean;
  /** Whether everybody (PUBLIC) may read or change rows. */
  readonly openToPublic: boolean;
  readonly columns: readonly ObservedColumn[];
}

export interface ObservedColumn {
  readonly name: string;
  readonly type: string;
  readonly notNull: boolean;
  /** Distinct values: above zero a count, below zero minus the share of rows; null where never analysed (pg_stats.n_distinct). */
  readonly distinct: number | null;
  /** Mean bytes of a value; null where never analysed (pg_stats.avg_width). */
  readonly widthBytes: number | null;
  /** Values of the column by its statistics, as text: the commonest, and two from the middle of its range. */
  readonly samples: { readonly common: string | null; readonly low: string | null; readonly high: string | null };
}

export interface ObservedIndex {
  readonly table: TableName;
  readonly name: string;
  readonly method: string;
  /** Key columns in order; null stands for an expression. */
  readonly keys: readonly (string | null)[];
  readonly unique: boolean;
  readonly primary: boolean;
  /** Behind a primary key, unique or exclusion constraint, or used as replica identity: not to be dropped for lack of use. */
  readonly enforces: boolean;
  readonly valid: boolean;
  readonly partial: boolean;
  /** Equal for indexes that hold the same entries in the same order: method, keys with operator class, collation and direction, predicate. */
  readonly signature: string;
  readonly bytes: number;
  readonly scans: number;
  readonly definition: string;
}

export interface ObservedForeignKey {
  readonly table: TableName;
  readonly name: string;
  readonly columns: readonly string[];
  readonly referenced: TableName;
  readonly referencedColumns: readonly string[];
}

/** The statements that ran, and how far they can be relied on. */
export interface Workload {
  readonly source: 'pg_stat_statements' | 'none';
  /** Why there are no statements, or not all of them; null where nothing is missing. */
  readonly gap: WorkloadGap | null;
  /** When counting began, ISO 8601. */
  readonly since: string | null;
  readonly statements: readonly ObservedStatement[];
  /** Statements whose text the grammar did not take. */
  readonly unparsed: number;
}

export type WorkloadGap = 'not-installed' | 'not-loaded' | 'no-rights';

export interface ObservedStatement {
  readonly id: string;
  readonly sql: string;
  readonly calls: number;
  readonly totalMs: number;
  readonly meanMs: number;
  readonly rows: number;
  /** How much single calls differ from the mean. */
  readonly deviationMs: number;
  /** Temporary blocks of 8 KiB written by all calls. */
  readonly temporaryBlocks: number;
  /** The highest `$n`. */
  readonly parameters: number;
  readonly accesses: readonly TableAccess[];
  /** Tables that the planner would read from end to end, by a generic plan; null where the statement could not be explained. */
  readonly scans: readonly SequentialScan[] | null;
}

/** How a statement reads one table: the columns that its conditions compare, at the grain that an index can serve. */
export interface TableAccess {
  readonly table: TableName;
  readonly write: boolean;
  readonly conditions: readonly Condition[];
  /** Leading columns of ORDER BY, as far as they are plain columns of this table in one direction. */
  readonly sort: readonly string[];
  readonly limited: boolean;
  /** The `$n` behind LIMIT and OFFSET. */
  readonly paging: { readonly limit: number | null; readonly offset: number | null };
}

export interface Condition {
  readonly column: string;
  /** `equal` covers =, IN and = ANY; `join` is = with a column of another table. */
  readonly kind: 'equal' | 'join' | 'range' | 'prefix' | 'null';
  /** The parameters that it compares with. */
  readonly parameters: readonly ParameterUse[];
}

/** A `$n` of a statement and what it stands for: a value, the end of a range, a list of values. */
export interface ParameterUse {
  readonly number: number;
  readonly role: 'value' | 'low' | 'high' | 'list';
}

export interface SequentialScan {
  readonly table: TableName;
  /** Rows that the planner expects to come out of the scan. */
  readonly expectedRows: number;
}

/** A sequence behind a column. */
export interface ObservedSequence {
  readonly table: TableName;
  readonly column: string;
  readonly columnType: string;
  /** The last value that was handed out; null where none was, or where this role may not look. */
  readonly lastValue: number | null;
  /** The largest value that both the sequence and the column can hold. */
  readonly largest: number;
}

export interface ObservedFunction {
  readonly schema: string;
  readonly name: string;
  readonly signature: string;
  readonly securityDefiner: boolean;
  readonly setsSearchPath: boolean;
}

/** How clients come in. Timeouts in milliseconds, 0 for none: the server's own, before roles and sessions change them. */
export interface ObservedAccess {
  readonly statementTimeoutMs: number;
  readonly idleInTransactionTimeoutMs: number;
  /** Roles with SUPERUSER that have client connections now, without this one. */
  readonly superusers: readonly string[];
}
