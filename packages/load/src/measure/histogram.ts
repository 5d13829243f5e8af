// Log-linear histogram with the bucket layout of HdrHistogram at three significant digits (Gil Tene): 2,048 linear
// buckets, then 1,024 for each doubling, so that a bucket is never wider than 1/1,024 of its value. Values are whole
// microseconds up to 2^31 - 1 (35 minutes).

const SUB_BUCKETS = 2_048;
const HALF = SUB_BUCKETS / 2;
export const BUCKET_COUNT = 21 * HALF + HALF;
export const LARGEST_VALUE = 2 ** 31 - 1;

/** `value` must be a whole number in [0, LARGEST_VALUE]. */
export function bucketOf(value: number): number {
  if (value < SUB_BUCKETS) return value;
  const shift = 21 - Math.clz32(value);
  return shift * HALF + (value >>> shift);
}

/** The smallest value of a bucket. */
export function lowestIn(bucket: number): number {
  if (bucket < SUB_BUCKETS) return bucket;
  const shift = Math.floor(bucket / HALF) - 1;
  return (bucket - shift * HALF) * 2 ** shift;
}

/** The largest value of a bucket: what a percentile reports, as HdrHistogram does. */
export function highestIn(bucket: number): number {
  if (bucket < SUB_BUCKETS) return bucket;
  const shift = Math.floor(bucket / HALF) - 1;
  return lowestIn(bucket) + 2 ** shift - 1;
}

/** Counts by bucket, with the exact extremes and sum beside them. Microseconds. */
export interface Histogram {
  readonly counts: Float64Array;
  readonly total: number;
  readonly sum: number;
  /** Infinity where nothing was recorded. */
  readonly min: number;
  readonly max: number;
}

export const EMPTY_HISTOGRAM: Histogram = {
  counts: new Float64Array(BUCKET_COUNT),
  total: 0,
  sum: 0,
  min: Number.POSITIVE_INFINITY,
  max: 0,
};

export function mergeHistograms(parts: readonly Histogram[]): Histogram {
  const filled = parts.filter((part) => part.total > 0);
  if (filled.length === 0) return EMPTY_HISTOGRAM;
  const [only] = filled;
  if (only && filled.length === 1) return only;
  const counts = new Float64Array(BUCKET_COUNT);
  for (const part of filled)
    for (let bucket = 0; bucket < BUCKET_COUNT; bucket += 1)
      counts[bucket] = (counts[bucket] ?? 0) + (part.counts[bucket] ?? 0);
  return {
    counts,
    total: filled.reduce((sum, part) => sum + part.total, 0),
    sum: filled.reduce((sum, part) => sum + part.sum, 0),
    min: Math.min(...filled.map((part) => part.min)),
    max: Math.max(...filled.map((part) => part.max)),
  };
}

/** The value at or below which `share` of the values lie, in microseconds; NaN where nothing was recorded. */
export function percentile(histogram: Histogram, share: number): number {
  if (histogram.total === 0) return Number.NaN;
  // A hair less than the product, so that 0.999 of 1,000 is the 999th although 0.999 is not exact in binary.
  const rank = Math.max(1, Math.ceil(share * histogram.total * (1 - 1e-12)));
  let seen = 0;
  for (let bucket = 0; bucket < BUCKET_COUNT; bucket += 1) {
    seen += histogram.counts[bucket] ?? 0;
    if (seen >= rank) return Math.max(histogram.min, Math.min(highestIn(bucket), histogram.max));
  }
  return histogram.max;
}

/** How many values are at most `value`, to the width of its bucket. */
export function countUpTo(histogram: Histogram, value: number): number {
  const last = bucketOf(Math.max(0, Math.min(Math.round(value), LARGEST_VALUE)));
  return histogram.counts.subarray(0, last + 1).reduce((sum, count) => sum + count, 0);
}

export function mean(histogram: Histogram): number {
  return histogram.total === 0 ? Number.NaN : histogram.sum / histogram.total;
}

/** A histogram of values, for tests and small sets. */
export function histogramOf(values: Iterable<number>): Histogram {
  const counts = new Float64Array(BUCKET_COUNT);
  let [total, sum, min, max] = [0, 0, Number.POSITIVE_INFINITY, 0];
  for (const value of values) {
    const bucket = bucketOf(value);
    counts[bucket] = (counts[bucket] ?? 0) + 1;
    total += 1;
    sum += value;
    min = Math.min(min, value);
    max = Math.max(max, value);
  }
  return { counts, total, sum, min, max };
}
