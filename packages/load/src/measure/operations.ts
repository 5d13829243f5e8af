// Statistics of each operation over all that is measured of a run, beside the slices: counts and one histogram, in shared memory as they are.
import { BUCKET_COUNT, bucketOf, type Histogram, LARGEST_VALUE, mergeHistograms } from './histogram.js';

const WORDS = 6; // sent, ok, failed, sum, min, max
const OPERATION_BYTES = WORDS * 8 + BUCKET_COUNT * 4;

export function allocateOperations(count: number): SharedArrayBuffer {
  return new SharedArrayBuffer(OPERATION_BYTES * count);
}

/** Reads and writes one operation. Times are service times, or response times in an open loop, in milliseconds. */
export class OperationRecorder {
  private readonly words: Float64Array;
  private readonly buckets: Uint32Array;

  constructor(buffer: SharedArrayBuffer, operation: number) {
    this.words = new Float64Array(buffer, operation * OPERATION_BYTES, WORDS);
    this.buckets = new Uint32Array(buffer, operation * OPERATION_BYTES + WORDS * 8, BUCKET_COUNT);
  }

  sent(): void {
    this.words[0] = (this.words[0] ?? 0) + 1;
  }

  /** An answer, or a lower bound. */
  ended(ok: boolean, ms: number | undefined): void {
    const { words } = this;
    const place = ok ? 1 : 2;
    words[place] = (words[place] ?? 0) + 1;
    if (ms === undefined) return;
    const value = Math.max(0, Math.min(Math.round(ms * 1_000), LARGEST_VALUE));
    const bucket = bucketOf(value);
    const none = words[5] === 0 && words[3] === 0 && this.buckets[0] === 0;
    this.buckets[bucket] = (this.buckets[bucket] ?? 0) + 1;
    words[3] = (words[3] ?? 0) + value;
    if (none || value < (words[4] ?? 0)) words[4] = value;
    if (value > (words[5] ?? 0)) words[5] = value;
  }

  read(): OperationCounts {
    const [sent = 0, ok = 0, failed = 0, sum = 0, min = 0, max = 0] = this.words;
    const counts = Float64Array.from(this.buckets);
    const total = counts.reduce((whole, count) => whole + count, 0);
    return {
      sent,
      ok,
      failed,
      histogram: { counts, total, sum, min: total === 0 ? Number.POSITIVE_INFINITY : min, max },
    };
  }
}

export interface OperationCounts {
  readonly sent: number;
  readonly ok: number;
  readonly failed: number;
  readonly histogram: Histogram;
}

/** Adds up what the workers have recorded, by operation. */
export function collectOperations(count: number, buffers: readonly SharedArrayBuffer[]): readonly OperationCounts[] {
  return Array.from({ length: count }, (_, operation) => {
    const parts = buffers.map((buffer) => new OperationRecorder(buffer, operation).read());
    const sum = (of: (part: OperationCounts) => number): number => parts.reduce((whole, part) => whole + of(part), 0);
    return {
      sent: sum((part) => part.sent),
      ok: sum((part) => part.ok),
      failed: sum((part) => part.failed),
      histogram: mergeHistograms(parts.map((part) => part.histogram)),
    };
  });
}
