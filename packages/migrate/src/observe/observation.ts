// What was seen of a database: sizes, activity, indexes and the statements that ran. Types and no code.
import type { TableAccess } from './resolve/access.js';

export interface Observation {
  readonly server: ObservedServer;
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

export interface ObservedServer {
  /** `server_version_num`. */
  readonly version: number;
  readonly database: string;
  /** A replica: it counts its own reads alone, and nothing can be built on it. */
  readonly replica: boolean;
  /** Extensions that are installed, without their versions. */
  readonly extensions: readonly string[];
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
  /** Rows updated since the reset, and how many of them in place, without touching an index (heap-only). */
  readonly rowsUpdated: number;
  readonly rowsUpdatedInPlace: number;
  readonly deadRows: number;
  /** Transactions since the oldest row that was not frozen yet (age of relfrozenxid); 0 for partitioned tables. */
  readonly transactionAge: number;
  /** The same for row locks shared by several transactions (age of relminmxid). */
  readonly multixactAge: number;
  readonly rowSecurity: boolean;
  /** Whether everybody (PUBLIC) may read or change rows. */
  readonly openToPublic: boolean;
  readonly columns: readonly ObservedColumn[];
}

export interface ObservedColumn {
  readonly name: string;
  readonly type: string;
  readonly notNull: boolean;
  /** Its collation, or the database's, compares bytes as C does: a plain b-tree serves LIKE too. */
  readonly bytewise: boolean;
  /** Distinct values: above zero a count, below zero minus the share of rows; null where never analysed (pg_stats.n_distinct). */
  readonly distinct: number | null;
  /** Mean bytes of a value; null where never analysed (pg_stats.avg_width). */
  readonly widthBytes: number | null;
  /** Share of rows without a value; 0 where never analysed. */
  readonly nullShare: number;
  /** The largest value of an integer column when it was last analysed; null where not known, and for other types. */
  readonly highest: number | null;
  /** How far the order of the rows on disk follows the column, -1 to 1; 0 where that is not known. */
  readonly correlation: number;
  /** The commonest values and their shares of the rows, for columns of few values; empty for all others. */
  readonly frequent: readonly { readonly value: string; readonly share: number }[];
  /** Values of the column by its statistics, as text: the commonest, and two from the middle of its range. */
  readonly samples: { readonly common: string | null; readonly low: string | null; readonly high: string | null };
}

export interface ObservedIndex {
  readonly table: TableName;
  readonly name: string;
  readonly method: string;
  /** Key columns in order; null stands for an expression. */
  readonly keys: readonly (string | null)[];
  /** Columns that ride along without being keys (INCLUDE). */
  readonly includes: readonly string[];
  readonly unique: boolean;
  readonly primary: boolean;
  /** Behind a primary key, unique or exclusion constraint, or used as replica identity: not to be dropped for lack of use. */
  readonly enforces: boolean;
  readonly valid: boolean;
  readonly partial: boolean;
  /** Equal for indexes that hold the same entries in the same order: method, keys with operator class, collation and direction, predicate. */
  readonly signature: string;
  readonly bytes: number;
  /** Share of its leaf pages that entries fill, measured by pgstatindex; null where that extension is not there. */
  readonly leafDensity: number | null;
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
  readonly source: WorkloadSource;
  /** Why there are no statements, or not all of them; null where nothing is missing. */
  readonly gap: WorkloadGap | null;
  /** When counting began, ISO 8601. */
  readonly since: string | null;
  /** Times that the server made room by letting its least executed statements go. */
  readonly deallocations: number;
  readonly statements: readonly ObservedStatement[];
  /** Milliseconds between two samples of the counters; null where only one was taken. */
  readonly sampledMs: number | null;
  /** Statements whose text the grammar did not take. */
  readonly unparsed: number;
}

/** Where the statements come from: the server's own counters, its auto_explain log, a file of queries, or nowhere. */
export type WorkloadSource = 'pg_stat_statements' | 'auto_explain' | 'file' | 'none';

export type WorkloadGap = 'not-installed' | 'not-loaded' | 'no-rights';

export interface ObservedStatement {
  readonly id: string;
  /** As the planner takes it. */
  readonly sql: string;
  /** The same with its literals as `$n`: what reports show. */
  readonly text: string;
  readonly calls: number;
  readonly totalMs: number;
  readonly meanMs: number;
  readonly rows: number;
  /** How much single calls differ from the mean. */
  readonly deviationMs: number;
  /** Temporary blocks of 8 KiB written by all calls. */
  readonly temporaryBlocks: number;
  /** Blocks of 8 KiB that all calls read, from memory or from disk. */
  readonly sharedBlocks: number;
  /** The highest `$n`. */
  readonly parameters: number;
  readonly accesses: readonly TableAccess[];
  /** Tables that the planner would read from end to end, by a generic plan; null where the statement could not be explained. */
  readonly scans: readonly SequentialScan[] | null;
  /** Rows that the generic plan expects of one call; null where the statement could not be explained. */
  readonly plannedRows: number | null;
  /** The generic plan, of the worst few statements; null for all others. */
  readonly plan: PlanStep | null;
  /** What was counted between two samples; null where only one was taken. */
  readonly recent: { readonly calls: number; readonly rows: number; readonly totalMs: number } | null;
  /** What its parameters were in one call, as text, where the source of the workload says so. */
  readonly values: readonly (string | null)[] | null;
}

/** A view, for statements that read through it. */
export interface ObservedView extends TableName {
  /** Its query, as SQL. */
  readonly definition: string;
}

/** A node of a plan, as people read it. */
export interface PlanStep {
  /** `Hash Join`, `Seq Scan on public.orders`. */
  readonly label: string;
  /** `filter: (user_id = $1)`; literals are left out. */
  readonly details: readonly string[];
  readonly rows: number;
  /** With all that is below it, in the planner's units. */
  readonly cost: number;
  readonly children: readonly PlanStep[];
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
