// Whether the second of two targets that were measured in turn is slower than the first, and how sure that is.
import { METRICS, type MeasuredBlock, type Metric, mergeUntil } from './blocks.js';
import {
  type Comparison,
  conclude,
  LEVEL,
  metricOf,
  type NoiseFloor,
  type RawComparison,
  type Rule,
} from './comparison.js';
import { bootstrapInterval, median, pairedShift, resample, signedRankP } from './statistics.js';

/** With fewer pairs the signed-rank test cannot reach the level after Holm's correction over five metrics. */
export const LEAST_BLOCKS = 8;
/** With fewer pairs not even six equal signs in six would be rare enough to say that a target differs from itself. */
const LEAST_TO_DISTURB = 6;

/** Blocks of two targets measured in turn; block k of one was measured beside block k of the other. */
export function compareInterleaved(
  before: readonly MeasuredBlock[],
  after: readonly MeasuredBlock[],
  margin: number,
  random: () => number,
): Comparison {
  const results = METRICS.map((metric) => {
    const [a = [], b = []] = mergeUntil([before, after], metric.least);
    if (a.length < LEAST_BLOCKS) return undefined;
    const differences = a.map((block, index) => Math.log(metricOf(metric, b[index]) / metricOf(metric, block)));
    return {
      ...describeSides(metric, a, b),
      shift: pairedShift(differences),
      interval: bootstrapInterval(() => pairedShift(resample(differences, random))),
      p: signedRankP(differences),
    };
  });
  const noise = noiseFloor(before, random);
  const rule: Rule = { margin, allowance: noise?.disturbed ? widest(noise) : 0, narrows: true };
  return conclude(results, rule, { method: 'interleaved', runs: 0, noise, caveats: [], mismatches: [] });
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

/** One target's blocks against their neighbours: an A/A comparison that costs nothing extra. */
export function noiseFloor(blocks: readonly MeasuredBlock[], random: () => number): NoiseFloor | null {
  const [metric] = METRICS;
  const [merged = []] = mergeUntil([blocks], metric.least);
  const pairs = Math.floor(merged.length / 2);
  if (pairs < 3) return null;
  const differences = Array.from({ length: pairs }, (_, pair) =>
    Math.log(metricOf(metric, merged[pair * 2 + 1]) / metricOf(metric, merged[pair * 2])),
  );
  const { low, high } = bootstrapInterval(() => pairedShift(resample(differences, random)));
  return {
    shift: Math.expm1(pairedShift(differences)),
    ci95: { low: Math.expm1(low), high: Math.expm1(high) },
    disturbed: pairs >= LEAST_TO_DISTURB && signedRankP(differences) < LEVEL && (low > 0 || high < 0),
  };
}

function widest({ ci95 }: NoiseFloor): number {
  return Math.max(Math.abs(Math.log1p(ci95.low)), Math.abs(Math.log1p(ci95.high)));
}
