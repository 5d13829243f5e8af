// Between our histograms and HdrHistogram's own format (V2, compressed, base64), which other tools read.
import { build, decodeFromCompressedBase64, encodeIntoCompressedBase64, type JsHistogram } from 'hdr-histogram-js';
import { BUCKET_COUNT, bucketOf, type Histogram, LARGEST_VALUE, lowestIn } from './histogram.js';

/** Values in microseconds. The exact extremes are not part of the format: keep them beside it. */
export function encodeHistogram(histogram: Histogram): string {
  const target = build({
    bitBucketSize: 64,
    lowestDiscernibleValue: 1,
    highestTrackableValue: LARGEST_VALUE,
    numberOfSignificantValueDigits: 3,
    useWebAssembly: false,
  });
  for (let bucket = 0; bucket < BUCKET_COUNT; bucket += 1) {
    const count = histogram.counts[bucket] ?? 0;
    if (count > 0) target.recordValueWithCount(lowestIn(bucket), count);
  }
  return encodeIntoCompressedBase64(target);
}

/** Throws whatever the decoder throws for a text that is no histogram; the caller says what the text should have been. */
export function decodeHistogram(
  text: string,
  exact: { readonly min: number; readonly max: number; readonly sum: number },
): Histogram {
  const { recordedValuesIterator } = decodeFromCompressedBase64(text, 64, false) as JsHistogram;
  const counts = new Float64Array(BUCKET_COUNT);
  let total = 0;
  recordedValuesIterator.reset();
  while (recordedValuesIterator.hasNext()) {
    const { valueIteratedTo, countAtValueIteratedTo } = recordedValuesIterator.next();
    const bucket = bucketOf(Math.max(0, Math.min(valueIteratedTo, LARGEST_VALUE)));
    counts[bucket] = (counts[bucket] ?? 0) + countAtValueIteratedTo;
    total += countAtValueIteratedTo;
  }
  return { counts, total, ...exact };
}
