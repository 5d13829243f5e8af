import type { Traffic } from './traffic.js';

// What a run is, before anything is sent. Plain data: it goes to the workers as it is.

export interface Plan {
  readonly targets: readonly [Target, ...Target[]];
  readonly traffic: Traffic;
  /** `auto`: the fast one where it can carry this plan on this machine. */
  readonly engine: 'auto' | 'fast' | 'portable';
  /** Connections to each target that users share as HTTP/2 streams; 0 for HTTP/1.1. */
  readonly http2Sessions: number;
  /** Requests under way on each connection of HTTP/1.1, at most; 1 where each waits for the answer to the one before. */
  readonly pipeline: number;
  readonly schedule: Schedule;
  readonly load: LoadModel;
  readonly threads: number;
  /** For the whole of a request: connecting where it has to, sending, the last byte of the answer. */
  readonly timeoutMs: number;
  /** How long after the end of sending the answers that are still due are waited for. */
  readonly graceMs: number;
  readonly tls: TlsPlan;
  /** Each answer is kept in its order, to find where a rate limit begins. */
  readonly watchesLimit: boolean;
}

export type LoadModel = ClosedLoad | OpenLoad;

/** So many users, each of whom sends, waits for the answer, and sends again. */
export interface ClosedLoad {
  readonly kind: 'closed';
  readonly concurrency: number;
}

/** Requests at times that are fixed before the start, whether or not earlier ones have been answered. */
export interface OpenLoad {
  readonly kind: 'open';
  readonly stages: readonly RateStage[];
  readonly spacing: 'even' | 'poisson';
  readonly seed: number;
  /** Connections at most; a request that is due when all are busy is dropped. */
  readonly connections: number;
  /** `auto`: as the engine does it best. */
  readonly pacing: Pacing | 'auto';
}

/**
 * How a worker waits for the next request. `spin`: sleeps, and spins for the last two milliseconds; `ticker`: a second
 * thread wakes it; `sleep`: a timer, a millisecond late. `poll`: in the kernel, together with the sockets (fast engine only).
 */
export type Pacing = 'spin' | 'ticker' | 'sleep' | 'poll';

/** A rate in requests a second that changes evenly from one value to another. */
export interface RateStage {
  readonly fromRate: number;
  readonly toRate: number;
  readonly lengthMs: number;
}

export interface Target {
  /** As it may be shown: without user and password. */
  readonly url: string;
  readonly secure: boolean;
  /** Without brackets, as `net.connect` takes it. */
  readonly host: string;
  readonly port: number;
  /** What the `Host` field says. */
  readonly hostHeader: string;
  /** Path and query, as they stand on the request line. */
  readonly path: string;
  /** Connect here instead of to the address of the host. */
  readonly via?: { readonly address: string } | { readonly socketPath: string };
  /** base64 of `user:password` from the URL. */
  readonly basicAuth?: string;
  readonly proxy?: ProxyHop;
}

/** What stands between us and the target, and is connected to instead. */
export interface ProxyHop {
  readonly host: string;
  readonly port: number;
  /** base64 of its `user:password`. */
  readonly basicAuth?: string;
  /** It is asked for a tunnel (CONNECT); otherwise it gets the requests, with the whole URL on their first line. */
  readonly tunnels: boolean;
}

export interface TlsPlan {
  readonly verify: boolean;
  readonly files: TlsFiles;
  /** Asked for, and looked for in the certificate, instead of the host of the target. */
  readonly servername?: string;
  /** Offered by ALPN; where nothing is said, what is spoken. */
  readonly protocols?: readonly string[];
  /** A user who connects again takes up the session of before. */
  readonly resumes: boolean;
}

/** PEM texts, as `createSecureContext` takes them. */
export interface TlsFiles {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
}

/** When and towards which target requests begin, and under which slice of the statistics they are counted. */
export interface Schedule {
  readonly blocks: readonly [Block, ...Block[]];
  readonly slices: readonly Slice[];
  /** The end of sending is a number of requests rather than a time. */
  readonly requests?: number;
}

/** A stretch of sending to one target. Times are milliseconds from the start of the run. */
export interface Block {
  readonly target: number;
  readonly fromMs: number;
  /** Infinity where a number of requests ends the run. */
  readonly toMs: number;
  /** In order; the first mark of a block lies at its beginning. */
  readonly marks: readonly Mark[];
}

/** From here on, requests are counted under this slice: from a time, or from a share of the requests. */
export interface Mark {
  readonly fromMs: number;
  readonly fromShare: number;
  readonly slice: number;
}

/** One compartment of the statistics. */
export interface Slice {
  readonly target: number;
  /** `warmup` and `ramp` are accounted for, and left out of rates and latencies. */
  readonly purpose: 'warmup' | 'ramp' | 'measured';
  /** The pair of blocks that this slice belongs to, in a comparison. */
  readonly round: number;
  readonly fromMs: number;
  /** Length in milliseconds; NaN where requests and not time divide the run. */
  readonly lengthMs: number;
}
