// What a run is, before anything is sent. Plain data: it goes to the workers as it is.

export interface Plan {
  readonly targets: readonly [Target, ...Target[]];
  readonly request: RequestPlan;
  readonly schedule: Schedule;
  /** Users in a closed loop: each sends, waits for the answer, and sends again. */
  readonly concurrency: number;
  readonly threads: number;
  /** For the whole of a request: connecting where it has to, sending, the last byte of the answer. */
  readonly timeoutMs: number;
  /** How long after the end of sending the answers that are still due are waited for. */
  readonly graceMs: number;
  readonly tls: TlsPlan;
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
  /** base64 of `user:password` from the URL. */
  readonly basicAuth?: string;
}

export interface RequestPlan {
  readonly method: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Uint8Array;
  readonly keepAlive: boolean;
}

export interface TlsPlan {
  readonly verify: boolean;
  /** PEM texts. */
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
