// What one worker is given and what it gives back. Everything here is copied to the thread once, before the start.

import type { EngineName, LimitedAnswer, ThreadRecord } from '../../measure/result.js';
import type { FailureKind } from '../../model/failures.js';
import type { Pacing, RateStage, Schedule, Target, TlsFiles } from '../../model/plan.js';
import type { Traffic } from '../../model/traffic.js';
import type { ArrivalShare } from '../../pace/arrivals.js';
import type { Place } from '../engine/transport.js';

export interface Assignment {
  readonly worker: number;
  readonly engine: EngineName;
  readonly endpoints: readonly EndpointPlan[];
  readonly workers: number;
  readonly targets: readonly Target[];
  readonly traffic: Traffic;
  /** Connections to a target that links share as HTTP/2 streams; 0 for HTTP/1.1. */
  readonly http2Sessions: number;
  /** Connections to a target on which links pipeline; 0 for a connection each. */
  readonly pipelined: number;
  readonly schedule: Schedule;
  readonly load: ClosedShare | OpenShare;
  readonly timeoutMs: number;
  readonly graceMs: number;
  /** Statuses that make an answer a success; empty for 2xx and 3xx. */
  readonly expectStatus: readonly number[];
  /** Keep each answer for the judgement on a rate limit. */
  readonly watchesLimit: boolean;
  readonly statistics: SharedArrayBuffer;
  /** One recorder for each operation; undefined where there is only one. */
  readonly operations: SharedArrayBuffer | undefined;
  readonly control: SharedArrayBuffer;
}

/** This worker's share of a closed loop. */
export interface ClosedShare {
  readonly kind: 'closed';
  readonly users: number;
  /** Of `schedule.requests`; Infinity where time ends the run. */
  readonly quota: number;
}

/** This worker's share of an open loop: every `workers`th arrival. */
export interface OpenShare extends ArrivalShare {
  readonly kind: 'open';
  readonly stages: readonly RateStage[];
  /** Most connections to one target. */
  readonly connections: number;
  /** Connections to one target that are opened before the start. */
  readonly openAhead: number;
  readonly pacing: Pacing;
}

export interface EndpointPlan {
  readonly place: Place;
  /** Asks the proxy at the place for a tunnel. */
  readonly connect?: Uint8Array;
  readonly tls?: TlsEndpointPlan;
}

/** What a worker makes a {@link TlsEndpoint} of. */
export interface TlsEndpointPlan {
  readonly servername: string;
  readonly verify: boolean;
  readonly protocols: readonly string[];
  readonly speaks: 'http/1.1' | 'h2';
  readonly resumes: boolean;
  readonly files: TlsFiles;
}

/** The one word of the control buffer: not 0 where the run must end now. Workers poll it. */
export const CONTROL_BYTES = 4;

/** What the coordinator says once all are ready: when the run starts, on the clock of `sharedClockMs`. */
export interface StartMessage {
  readonly startsAtMs: number;
}

export type WorkerMessage =
  | { readonly kind: 'ready'; readonly opened: number; readonly failures: readonly FailureExample[] }
  | {
      readonly kind: 'done';
      readonly failures: readonly FailureExample[];
      readonly endedMs: number;
      readonly oldestUnfinishedMs: number;
      readonly thread: ThreadRecord;
      readonly limited: readonly LimitedAnswer[];
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
