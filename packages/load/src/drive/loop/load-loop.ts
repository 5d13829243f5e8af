import type { LimitedAnswer } from '../../measure/result.js';
import type { FailureLog } from '../account/failure-log.js';

/** What a worker does with its share of a plan. Both load models are one. */
export interface LoadLoop {
  readonly failures: FailureLog;
  /** Each answer, where a rate limit is looked for. */
  readonly limited: readonly LimitedAnswer[];
  /** Opens connections ahead of the start; gives how many are open. */
  openConnections(limitMs: number): Promise<number>;
  /** From `startMs` (of `performance.now`) to the end; gives the age of the oldest request that was cut, 0 for none. */
  run(startMs: number, stopRequested: () => boolean): Promise<number>;
  closeAll(): void;
}

/** Overdue requests, closed sockets and the wish to stop are looked after this often. */
export const TICK_MS = 10;

/** After a stop by the user, answers are waited for this long at most. */
export const STOPPED_GRACE_MS = 500;
