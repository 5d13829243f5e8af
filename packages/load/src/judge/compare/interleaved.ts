// Whether the second of two targets that were measured in turn is slower than the first, and how sure that is.
import { METRICS, type MeasuredBlock, type Metric, mergeUntil } from './blocks.js';
import { type Comparison, conclude, metricOf, type NoiseFloor, type RawComparison, type Rule } from './comparison.js';
import { type Interval, LEVEL, median, pairedInterval, pairedShift, signedRankP } from './statistics.js';

/** With fewer pairs the signed-rank test cannot reach the level after Holm's correction over five metrics. */
export const LEAST_BLOCKS = 8;
/** With fewer pairs not even six equal signs in six would be rare enough to say that a target differs from itself. */
const LEAST_TO_DISTURB = 6;
/** With fewer pairs there is nothing to say of the noise. */
const LEAST_FOR_NOISE = 3;

/** Blocks of two targets measured in turn; block k of one was measured beside block k of the other. */
export function compareInterleaved(
  before: readonly MeasuredBlock[],
  after: readonly MeasuredBlock[],
  margin: number,
): Comparison {
  const [p50] = METRICS;
  const noise = noiseFloor(p50, mergeUntil([before, after], p50.least));
  const results = METRICS.map((metric) => compareMetric(metric, before, after));
  const rule: Rule = { margin, allowance: noise?.disturbed ? widest(noise) : 0, narrows: true };
  return conclude(results, rule, { method: 'interleaved', runs: 0, noise, caveats: [], mismatches: [] });
}

function compareMetric(
  metric: Metric,
  before: readonly MeasuredBlock[],
  after: readonly MeasuredBlock[],
): RawComparison | undefined {
  const [a = [], b = []] = mergeUntil([before, after], metric.least);
  if (a.length < LEAST_BLOCKS) return undefined;
  const differences = a.map((block, index) => Math.log(metricOf(metric, b[index]) / metricOf(metric, block)));
  const noise = noiseFloor(metric, [a, b]);
  return {
    ...describeSides(metric, a, b),
    shift: pairedShift(differences),
    interval: pairedInterval(differences),
    p: signedRankP(differences),
    floor: noise ? widest(noise) : 0,
  };
}

export function describeSides(
  metric: Metric,
  a: readonly MeasuredBlock[],
  b: readonly MeasuredBlock[],
): Pick<RawComparison, 'metric' | 'before' | 'after' | 'blocks'> {
  const scale = metric.name === 'rps' ? 1 : 1 / 1_000;
  const middle = (side: readonly MeasuredBlock[]): number =>
    median(side.map((block) => metricOf(metric, block))) * scale;
  return { metric, before: middle(a), after: middle(b), blocks: Math.min(a.length, b.length) };
}

/** Each target's blocks against their own neighbours: an A/A comparison that costs nothing extra. */
export function noiseFloor(metric: Metric, sides: readonly (readonly MeasuredBlock[])[]): NoiseFloor | null {
  const differences = sides.flatMap((side) => toNeighbours(metric, side));
  if (differences.length < LEAST_FOR_NOISE) return null;
  const { low, high } = pairedInterval(differences);
  return {
    shift: Math.expm1(pairedShift(differences)),
    ci95: { low: Math.expm1(low), high: Math.expm1(high) },
    disturbed: differences.length >= LEAST_TO_DISTURB && signedRankP(differences) < LEVEL && (low > 0 || high < 0),
  };
}

function toNeighbours(metric: Metric, blocks: readonly MeasuredBlock[]): readonly number[] {
  return Array.from({ length: Math.floor(blocks.length / 2) }, (_, pair) =>
    Math.log(metricOf(metric, blocks[pair * 2 + 1]) / metricOf(metric, blocks[pair * 2])),
  );
}

function widest({ ci95 }: { readonly ci95: Interval }): number {
  return Math.max(Math.abs(Math.log1p(ci95.low)), Math.abs(Math.log1p(ci95.high)));
}
