// What one worker is given and what it gives back. Everything here is copied to the thread once, before the start.
import type { FailureKind } from '../model/failures.js';
import type { Schedule } from '../model/plan.js';
import type { ThreadRecord } from '../model/result.js';

export interface Assignment {
  readonly worker: number;
  readonly endpoints: readonly EndpointPlan[];
  readonly request: {
    readonly bytes: readonly Uint8Array[];
    readonly bodiless: boolean;
    readonly idempotent: boolean;
    readonly keepAlive: boolean;
  };
  readonly schedule: Schedule;
  /** Users that this worker plays. */
  readonly users: number;
  /** The share of `schedule.requests` that this worker sends; Infinity where time ends the run. */
  readonly quota: number;
  readonly timeoutMs: number;
  readonly graceMs: number;
  /** Statuses that make an answer a success; empty for 2xx and 3xx. */
  readonly expectStatus: readonly number[];
  readonly statistics: SharedArrayBuffer;
  readonly control: SharedArrayBuffer;
}

export interface EndpointPlan {
  readonly address: string;
  readonly port: number;
  readonly servername?: string;
  readonly verify: boolean;
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
}

/** The one word of the control buffer: not 0 where the run must end now. Workers poll it. */
export const CONTROL_BYTES = 4;

/** What the coordinator says once all are ready: when the run starts, on the clock of `sharedClockMs`. */
export interface StartMessage {
  readonly startsAtMs: number;
}

/** Milliseconds of the monotonic clock that all threads of the process share. */
export function sharedClockMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}

export type WorkerMessage =
  | { readonly kind: 'ready'; readonly opened: number; readonly failures: readonly FailureExample[] }
  | {
      readonly kind: 'done';
      readonly failures: readonly FailureExample[];
      readonly endedMs: number;
      readonly oldestUnfinishedMs: number;
      readonly thread: ThreadRecord;
    };

/** One kind of failure as a worker saw it. */
export interface FailureExample {
  readonly kind: FailureKind;
  readonly count: number;
  /** Milliseconds from the start of the run. */
  readonly firstMs: number;
  readonly lastMs: number;
  readonly detail: string;
}
