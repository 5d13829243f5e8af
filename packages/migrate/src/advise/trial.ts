// What came of building an index and running the statements that it is meant for. Types and no code.

export interface Trial {
  readonly place: TrialPlace;
  /** Rows of the table that were there, and rows that the real table has. */
  readonly rows: number;
  readonly ofRows: number;
  readonly buildMs: number;
  readonly bytes: number;
  /** Mean of the statements' times, in milliseconds; the sum of each statement's best run over its value sets. */
  readonly beforeMs: number;
  readonly afterMs: number;
  readonly statements: readonly TimedStatement[];
}

/** A scratch copy with rows of the connected database, or that database itself. */
export type TrialPlace = 'copy' | 'in-place';

export interface TimedStatement {
  /** pg_stat_statements.queryid, or `probe` where no statement was seen and one was made up from the index. */
  readonly id: string;
  readonly sql: string;
  /** Best execution time of several runs, averaged over the sets of values. */
  readonly beforeMs: number;
  readonly afterMs: number;
  /** Blocks of 8 KiB read in one run. */
  readonly beforeBlocks: number;
  readonly afterBlocks: number;
  /** True where the statement was stopped by the timeout before the index was there: `beforeMs` is a lower bound. */
  readonly stopped: boolean;
}

/** A suggestion that was built and did not help, or could not be tried. */
export interface Rejected {
  readonly ddl: string;
  readonly why: string;
}
