// What a run gave, before anybody judges it. Plain data.

import type { FailureKind } from '../model/failures.js';
import type { Pacing, Slice } from '../model/plan.js';
import type { Histogram } from './histogram.js';
import type { OperationCounts } from './operations.js';

/** `fast`: a loop over epoll of our own. `portable`: the sockets of Node. */
export type EngineName = 'fast' | 'portable';

export interface RunResult {
  readonly startedAt: string;
  /** The start on the clock that all threads share. */
  readonly startsAtMs: number;
  readonly engine: EngineName;
  /** Why it is not the fast one; empty where it is, or was not wanted. */
  readonly engineReason: string;
  /** How an open loop waited; null for a closed one. */
  readonly pacing: Pacing | null;
  readonly threads: number;
  /** Of sending, from the start to the end of the last block (or to the stop); without warm-up. */
  readonly sendingMs: number;
  /** From the start to the last answer, or to the end of the grace period. */
  readonly elapsedMs: number;
  readonly interrupted: boolean;
  /** `--abort-on-fail` ended it. */
  readonly stoppedEarly: boolean;
  /** Connections that were opened, before and during the run. */
  readonly reachable: boolean;
  /** Where each target was connected to. */
  readonly addresses: readonly string[];
  /** How long the names of the targets took to resolve, in milliseconds. */
  readonly lookupMs: readonly number[];
  readonly slices: readonly SliceResult[];
  /** By the number of the step, over the whole run; empty where there is only one. */
  readonly operations: readonly OperationCounts[];
  readonly failures: readonly FailureRecord[];
  readonly oldestUnfinishedMs: number;
  /** Each answer, where the plan asks for a rate limit; else empty. */
  readonly limited: readonly LimitedAnswer[];
  readonly client: ClientRecord;
}

export interface Counts {
  readonly sent: number;
  readonly ok: number;
  readonly failed: number;
  readonly unfinished: number;
  readonly dropped: number;
  /** Requests whose bytes went to an open connection, those sent again included: what a server that counts has seen. */
  readonly delivered: number;
  readonly retried: number;
  /** Complete answers, whatever their status. */
  readonly answered: number;
  /** Of those, after the end of sending. */
  readonly late: number;
  readonly connections: number;
  /** Of those, the ones whose TLS handshake took up an earlier session. */
  readonly resumed: number;
  readonly bytesReceived: number;
  readonly bytesSent: number;
}

export interface SliceResult {
  readonly slice: Slice;
  readonly counts: Counts;
  readonly statuses: readonly (readonly [status: number, count: number])[];
  /** Of those, the ones that make their request a failure. */
  readonly unwanted: readonly (readonly [status: number, count: number])[];
  readonly failures: readonly (readonly [kind: FailureKind, count: number])[];
  /** From the start of work on a request to the last byte. */
  readonly service: Timings;
  /** In an open loop, from when the request was due. */
  readonly response: Timings;
  /** In an open loop: how late requests were begun. */
  readonly sendLag: Histogram;
  readonly connect: Histogram;
  /** Of that, the TLS handshake. */
  readonly tls: Histogram;
  /** Of the service time, up to the first byte of the answer. */
  readonly firstByte: Histogram;
}

export type StatusClass = '2xx' | '3xx' | '4xx' | '5xx';

/** Microseconds: answers by class of status, and lower bounds of what timed out or was cut at the end. */
export type Timings = Readonly<Record<StatusClass | 'cut', Histogram>>;

/** One kind of failure over the whole run. Times are milliseconds from its start. */
export interface FailureRecord {
  readonly kind: FailureKind;
  readonly count: number;
  readonly firstMs: number;
  readonly lastMs: number;
  /** What the system or the server said, once. Text from outside. */
  readonly example: string;
}

/** An answer as it counts for a rate limit. */
export interface LimitedAnswer {
  /** From the start of the run. */
  readonly atMs: number;
  readonly status: number;
  /** 0 for the key of the command line, 1 for that of `--rate-limit-key`. */
  readonly key: number;
  /** The head of the response, for the first few of each sort; else empty. Text from outside. */
  readonly head: string;
}

/** How the client itself fared. Null where the system does not say. */
export interface ClientRecord {
  /** Of the whole process, from the start to the end. */
  readonly cpuMs: number;
  readonly threads: readonly ThreadRecord[];
  /** Share of the machine's CPU time that its hypervisor gave to others. */
  readonly stolen: number | null;
  /** TCP segments sent again, as a share of those sent, on the whole machine. */
  readonly retransmitted: number | null;
  /** Connections that listeners on this machine dropped. */
  readonly listenDrops: number | null;
  readonly descriptorLimit: number | null;
  readonly localPorts: number | null;
}

export interface ThreadRecord {
  readonly wallMs: number;
  /** Share of the time that the event loop was not idle. */
  readonly utilisation: number;
  readonly cpuMs: number | null;
  /** Ready to run and waiting for a CPU. */
  readonly runQueueWaitMs: number | null;
  readonly garbageCollectionMs: number;
  readonly longestCollectionMs: number;
}
