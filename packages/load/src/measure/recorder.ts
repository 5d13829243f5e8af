// The shared statistics of one worker: a SharedArrayBuffer divided into slices. One writer a buffer, no lock and no message
// for a request; the main thread reads while the worker runs, and exactly once it has ended.
import { FAILURE_KINDS } from '../model/failures.js';
import { BUCKET_COUNT, bucketOf, type Histogram, LARGEST_VALUE } from './histogram.js';

export const COUNTERS = [
  'sent',
  'ok',
  'failed',
  'unfinished',
  'dropped',
  'delivered',
  'retried',
  'answered',
  'late',
  'connections',
  'resumed',
  'bytesReceived',
  'bytesSent',
] as const;
export type Counter = (typeof COUNTERS)[number];

/**
 * What is recorded, in microseconds. Service time runs from when the worker takes up a request (and dials, where it has
 * to) to the last byte; response time, in an open loop, from when it was due; send lag is the difference. `cut` holds requests
 * that timed out or were unfinished: lower bounds. `connect` is TCP and TLS, `tls` the part
 * of the handshake alone; `firstByte` is the part of the service time up to the first byte of the answer.
 */
export const SERIES = [
  'service2xx',
  'service3xx',
  'service4xx',
  'service5xx',
  'serviceCut',
  'response2xx',
  'response3xx',
  'response4xx',
  'response5xx',
  'responseCut',
  'sendLag',
  'connect',
  'tls',
  'firstByte',
] as const;
export type Series = (typeof SERIES)[number];

const STATUS_COUNT = 1_000;
/** Up to half a second. */
const LIKELY_BUCKETS = bucketOf(500_000);
const SERIES_WORDS = 4; // total, sum, min, max

const DOUBLES = COUNTERS.length + SERIES.length * SERIES_WORDS;
const INTEGERS = STATUS_COUNT * 2 + FAILURE_KINDS.length + SERIES.length * BUCKET_COUNT;
/** A multiple of 8, so that the doubles of the next slice are aligned. */
const SLICE_BYTES = Math.ceil((DOUBLES * 8 + INTEGERS * 4) / 8) * 8;

export function allocateStatistics(slices: number): SharedArrayBuffer {
  return new SharedArrayBuffer(SLICE_BYTES * slices);
}

/** Reads and writes one slice. The hot path is `count` and `record`: an addition each on typed arrays. */
export class SliceRecorder {
  private readonly doubles: Float64Array;
  private readonly statuses: Uint32Array;
  private readonly unwanted: Uint32Array;
  private readonly failures: Uint32Array;
  private readonly buckets: Uint32Array;

  constructor(
    buffer: SharedArrayBuffer,
    /** The number of the slice in its schedule. */
    readonly slice: number,
  ) {
    const start = slice * SLICE_BYTES;
    this.doubles = new Float64Array(buffer, start, DOUBLES);
    const integers = start + DOUBLES * 8;
    this.statuses = new Uint32Array(buffer, integers, STATUS_COUNT);
    this.unwanted = new Uint32Array(buffer, integers + STATUS_COUNT * 4, STATUS_COUNT);
    this.failures = new Uint32Array(buffer, integers + STATUS_COUNT * 8, FAILURE_KINDS.length);
    const buckets = integers + STATUS_COUNT * 8 + FAILURE_KINDS.length * 4;
    this.buckets = new Uint32Array(buffer, buckets, SERIES.length * BUCKET_COUNT);
  }

  /**
   * Writes to the memory that a run of this load model will use, before the run: memory is given out when it is first written
   * to, and that neither belongs into a measurement nor lets a long run seem to grow.
   */
  touch(open: boolean): void {
    this.doubles.fill(0);
    this.statuses.fill(0);
    const likely: readonly Series[] = [
      'service2xx',
      'firstByte',
      ...(open ? (['response2xx', 'sendLag'] as const) : []),
    ];
    for (const series of likely) {
      const from = SERIES.indexOf(series) * BUCKET_COUNT;
      this.buckets.fill(0, from, from + LIKELY_BUCKETS);
    }
  }

  /** `counter` is an index into COUNTERS. */
  count(counter: number, amount = 1): void {
    this.doubles[counter] = (this.doubles[counter] ?? 0) + amount;
  }

  countStatus(status: number): void {
    this.statuses[status] = (this.statuses[status] ?? 0) + 1;
  }

  /** A status that makes the request a failure. */
  countUnwanted(status: number): void {
    this.unwanted[status] = (this.unwanted[status] ?? 0) + 1;
  }

  /** `failure` is an index into FAILURE_KINDS. */
  countFailure(failure: number): void {
    this.failures[failure] = (this.failures[failure] ?? 0) + 1;
  }

  /** `series` is an index into SERIES. */
  record(series: number, ms: number): void {
    const value = Math.max(0, Math.min(Math.round(ms * 1_000), LARGEST_VALUE));
    const bucket = series * BUCKET_COUNT + bucketOf(value);
    this.buckets[bucket] = (this.buckets[bucket] ?? 0) + 1;
    const { doubles } = this;
    const word = COUNTERS.length + series * SERIES_WORDS;
    const total = doubles[word] ?? 0;
    doubles[word] = total + 1;
    doubles[word + 1] = (doubles[word + 1] ?? 0) + value;
    if (total === 0 || value < (doubles[word + 2] ?? 0)) doubles[word + 2] = value;
    if (value > (doubles[word + 3] ?? 0)) doubles[word + 3] = value;
  }

  read(counter: Counter): number {
    return this.doubles[COUNTERS.indexOf(counter)] ?? 0;
  }

  readStatuses(): readonly (readonly [status: number, count: number])[] {
    return [...this.statuses.entries()].filter(([, count]) => count > 0);
  }

  readUnwanted(): readonly (readonly [status: number, count: number])[] {
    return [...this.unwanted.entries()].filter(([, count]) => count > 0);
  }

  readFailures(): readonly number[] {
    return [...this.failures];
  }

  readSeries(series: Series): Histogram {
    const index = SERIES.indexOf(series);
    const [total = 0, sum = 0, min = 0, max = 0] = this.doubles.subarray(COUNTERS.length + index * SERIES_WORDS);
    const counts =
      total === 0
        ? NOTHING
        : Float64Array.from(this.buckets.subarray(index * BUCKET_COUNT, (index + 1) * BUCKET_COUNT));
    return { counts, total, sum, min: total === 0 ? Number.POSITIVE_INFINITY : min, max };
  }
}

const NOTHING = new Float64Array(BUCKET_COUNT);

export const COUNTER = Object.fromEntries(COUNTERS.map((name, index) => [name, index])) as Readonly<
  Record<Counter, number>
>;
export const SERIES_INDEX = Object.fromEntries(SERIES.map((name, index) => [name, index])) as Readonly<
  Record<Series, number>
>;
