// A workload before anybody has understood its statements: their texts and what they cost. Types and no code.
import type { Session } from '@senior-backend/core/postgres/session';
import type { WorkloadGap, WorkloadSource } from '../observation.js';

export interface CountedStatement {
  readonly id: string;
  readonly sql: string;
  readonly calls: number;
  readonly totalMs: number;
  readonly rows: number;
  readonly deviationMs: number;
  readonly temporaryBlocks: number;
  readonly sharedBlocks: number;
  /** Its text with literals as `$n`, where `sql` has literals. */
  readonly text?: string;
  /** Values that its parameters had in one call, where that is known. */
  readonly values?: readonly (string | null)[];
  /** What was counted between two samples. */
  readonly recent?: { readonly calls: number; readonly rows: number; readonly totalMs: number };
}

export interface CountedWorkload {
  readonly source: WorkloadSource;
  readonly gap: WorkloadGap | null;
  /** When counting began, ISO 8601. */
  readonly since: string | null;
  /** Times that the server made room by letting its least executed statements go. */
  readonly deallocations: number;
  readonly statements: readonly CountedStatement[];
  /** Entries that were no statement that could be read. */
  readonly unreadable: number;
  /** Between two samples. */
  readonly sampledMs?: number;
}

/** Gives the worst statements, at most so many. Runs inside the read-only snapshot of the observation. */
export type StatementSource = (session: Session, most: number) => Promise<CountedWorkload>;
