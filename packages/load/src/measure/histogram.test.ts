import { seededRandom } from '@senior-backend/core/env/memory-env';
import { build } from 'hdr-histogram-js';
import { describe, expect, test } from 'vitest';
import { decodeHistogram, encodeHistogram } from './hdr.js';
import {
  BUCKET_COUNT,
  bucketOf,
  highestIn,
  histogramOf,
  LARGEST_VALUE,
  lowestIn,
  mergeHistograms,
  percentile,
} from './histogram.js';

const SHARES = [0, 0.001, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999, 0.9999, 1];

function values(count: number, seed: number): readonly number[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () => Math.round(Math.exp(random() * 21)) - 1);
}

describe('buckets', () => {
  test('cover every value once and never lose more than a thousandth', () => {
    for (let bucket = 0; bucket < BUCKET_COUNT; bucket += 1) {
      expect(bucketOf(lowestIn(bucket))).toBe(bucket);
      expect(bucketOf(highestIn(bucket))).toBe(bucket);
      if (bucket > 0) expect(lowestIn(bucket)).toBe(highestIn(bucket - 1) + 1);
      expect(highestIn(bucket) - lowestIn(bucket)).toBeLessThanOrEqual(lowestIn(bucket) / 1_024);
    }
    expect(highestIn(BUCKET_COUNT - 1)).toBe(LARGEST_VALUE);
  });
});

describe('percentiles', () => {
  test.each([1, 2, 3])('equal those of HdrHistogram (seed %i)', (seed) => {
    const sample = values(100_000, seed);
    const theirs = build({
      bitBucketSize: 64,
      highestTrackableValue: LARGEST_VALUE,
      numberOfSignificantValueDigits: 3,
      useWebAssembly: false,
    });
    for (const value of sample) theirs.recordValue(value);
    const ours = histogramOf(sample);
    for (const share of SHARES.slice(1, -1))
      expect(percentile(ours, share)).toBe(theirs.getValueAtPercentile(share * 100));
  });

  test('a billion equal values are counted exactly', () => {
    const one = histogramOf([500, 1_000_000]);
    const many = { ...one, counts: one.counts.map((count) => count * 5e8), total: 1e9 };
    expect(percentile(many, 0.5)).toBe(500);
    expect(percentile(many, 0.500000001)).toBe(1_000_000);
    expect(mergeHistograms([many, many, many]).total).toBe(3e9);
  });

  test('stay within the exact extremes', () => {
    const one = histogramOf([123_457]);
    for (const share of SHARES) expect(percentile(one, share)).toBe(123_457);
    expect(percentile(histogramOf([]), 0.5)).toBeNaN();
  });
});

test('what is encoded comes back', () => {
  const histogram = histogramOf(values(10_000, 4));
  const { min, max, sum } = histogram;
  expect(decodeHistogram(encodeHistogram(histogram), { min, max, sum })).toEqual(histogram);
});

test('merging is adding', () => {
  const [a, b] = [values(5_000, 5), values(3_000, 6)];
  expect(mergeHistograms([histogramOf(a), histogramOf(b)])).toEqual(histogramOf([...a, ...b]));
});
