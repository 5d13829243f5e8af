// What a database did during a run. Plain data; texts of statements have no literals in them.

export interface DatabaseRecord {
  /** `server_version_num`: 150020 is 15.20. */
  readonly serverVersion: number;
  readonly database: string;
  /** What could not be seen, and why, in sentences. */
  readonly blind: readonly string[];
  /** By time spent, the most first. Empty without pg_stat_statements. */
  readonly statements: readonly StatementRecord[];
  readonly samples: readonly ActivitySample[];
  readonly blocks: readonly BlockRecord[];
  readonly totals: DatabaseTotals;
}

/** Growth of one row of pg_stat_statements between the start and the end. */
export interface StatementRecord {
  readonly id: string;
  readonly text: string;
  readonly calls: number;
  readonly totalMs: number;
  readonly rows: number;
  readonly blocksRead: number;
  readonly blocksHit: number;
  readonly tempBlocks: number;
}

/** The sessions at one moment: those that ran, and those that waited, by what they waited for. */
export interface ActivitySample {
  /** From the start of the run. */
  readonly atMs: number;
  readonly running: number;
  readonly idleInTransaction: number;
  readonly waits: readonly WaitCount[];
}

export interface WaitCount {
  /** `Lock:relation`, `IO:DataFileRead`, as Postgres names them. */
  readonly event: string;
  /** What the sessions were running. */
  readonly statement: string;
  readonly sessions: number;
}

/** A statement that kept another one waiting for a lock. */
export interface BlockRecord {
  readonly waiting: string;
  readonly blocking: string;
  /** The blocking session was not running anything: its transaction was left open. */
  readonly blockerIdle: boolean;
  readonly firstMs: number;
  readonly lastMs: number;
  /** Sessions that waited at once, at most. */
  readonly sessions: number;
}

/** Growth of pg_stat_database between the start and the end. */
export interface DatabaseTotals {
  readonly commits: number;
  readonly rollbacks: number;
  readonly blocksRead: number;
  readonly blocksHit: number;
  readonly tempBytes: number;
  readonly deadlocks: number;
  readonly checkpoints: number;
}
