// From the shared statistics of all workers to one result a slice.
import { FAILURE_KINDS, type FailureKind } from '../model/failures.js';
import type { Slice } from '../model/plan.js';
import { mergeHistograms, percentile } from './histogram.js';
import { COUNTERS, type Series, SliceRecorder } from './recorder.js';
import type { Counts, SliceResult, Timings } from './result.js';

export function collectSlices(slices: readonly Slice[], buffers: readonly SharedArrayBuffer[]): readonly SliceResult[] {
  return slices.map((slice, index) =>
    collectSlice(
      slice,
      buffers.map((buffer) => new SliceRecorder(buffer, index)),
    ),
  );
}

function collectSlice(slice: Slice, recorders: readonly SliceRecorder[]): SliceResult {
  const series = (name: Series) => mergeHistograms(recorders.map((recorder) => recorder.readSeries(name)));
  const timings = (name: 'service' | 'response'): Timings => ({
    '2xx': series(`${name}2xx`),
    '3xx': series(`${name}3xx`),
    '4xx': series(`${name}4xx`),
    '5xx': series(`${name}5xx`),
    cut: series(`${name}Cut`),
  });
  return {
    slice,
    counts: sumCounts(recorders.map(readCounts)),
    statuses: mergeCounts(recorders.flatMap((recorder) => recorder.readStatuses())),
    unwanted: mergeCounts(recorders.flatMap((recorder) => recorder.readUnwanted())),
    failures: mergeCounts(recorders.flatMap(readFailures)),
    service: timings('service'),
    response: timings('response'),
    sendLag: series('sendLag'),
    connect: series('connect'),
    tls: series('tls'),
    firstByte: series('firstByte'),
  };
}

function readCounts(recorder: SliceRecorder): Counts {
  return Object.fromEntries(COUNTERS.map((name) => [name, recorder.read(name)])) as unknown as Counts;
}

export function sumCounts(parts: readonly Counts[]): Counts {
  return Object.fromEntries(
    COUNTERS.map((name) => [name, parts.reduce((sum, part) => sum + part[name], 0)]),
  ) as unknown as Counts;
}

function readFailures(recorder: SliceRecorder): readonly (readonly [FailureKind, number])[] {
  return recorder.readFailures().flatMap((count, index): (readonly [FailureKind, number])[] => {
    const kind = FAILURE_KINDS[index];
    return kind !== undefined && count > 0 ? [[kind, count]] : [];
  });
}

/** Adds up the counts of equal keys; sorted by key. */
export function mergeCounts<Key extends string | number>(
  pairs: readonly (readonly [Key, number])[],
): readonly (readonly [Key, number])[] {
  const sums = new Map<Key, number>();
  for (const [key, count] of pairs) sums.set(key, (sums.get(key) ?? 0) + count);
  return [...sums].sort(([a], [b]) => (a < b ? -1 : 1));
}

/** Answers and failures so far, for the progress line: reads counters only. */
export class ProgressReader {
  /** Made once: it is asked four times a second, as long as a run lasts. */
  private readonly recorders: readonly SliceRecorder[];

  constructor(slices: number, buffers: readonly SharedArrayBuffer[]) {
    this.recorders = buffers.flatMap((buffer) =>
      Array.from({ length: slices }, (_, index) => new SliceRecorder(buffer, index)),
    );
  }

  read(): { readonly answered: number; readonly failed: number } {
    let [answered, failed] = [0, 0];
    for (const recorder of this.recorders) {
      answered += recorder.read('answered');
      failed += recorder.read('failed');
    }
    return { answered, failed };
  }
}

/** Milliseconds; of the stretch that is under way. */
export interface LatencyNow {
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
}

/** What the answers of one slice took so far; null where there are none. Reads that slice alone: it is asked for often. */
export function readLatency(slice: number, open: boolean, buffers: readonly SharedArrayBuffer[]): LatencyNow | null {
  const name = open ? 'response' : 'service';
  const histogram = mergeHistograms(
    buffers.flatMap((buffer) => {
      const recorder = new SliceRecorder(buffer, slice);
      return (['2xx', '3xx', '4xx', '5xx', 'Cut'] as const).map((part) => recorder.readSeries(`${name}${part}`));
    }),
  );
  if (histogram.total === 0) return null;
  const at = (share: number): number => percentile(histogram, share) / 1_000;
  return { p50Ms: at(0.5), p99Ms: at(0.99), maxMs: histogram.max / 1_000 };
}
