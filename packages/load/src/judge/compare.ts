// Whether the second of two is slower than the first, and how sure that is. Differences are of logarithms, so that a shift
// is a ratio: what doubles and what halves weigh alike.
import { METRICS, type MeasuredBlock, type Metric, mergeUntil } from './blocks.js';
import {
  bootstrapInterval,
  holm,
  type Interval,
  median,
  pairedShift,
  rankSumP,
  resample,
  signedRankP,
  unpairedShift,
} from './statistics.js';

export type ShiftVerdict = 'faster' | 'slower' | 'no difference shown';

export interface MetricComparison {
  readonly name: Metric['name'];
  /** Medians over the blocks: milliseconds, or requests a second. */
  readonly before: number;
  readonly after: number;
  /** Relative: 0.05 is 5 % more. Hodges–Lehmann over the blocks. */
  readonly shift: number;
  readonly ci95: Interval;
  /** Adjusted for the number of metrics (Holm). */
  readonly p: number;
  readonly verdict: ShiftVerdict;
  /** Blocks a side that went into it. */
  readonly blocks: number;
}

export interface Comparison {
  readonly verdict: ShiftVerdict;
  /** `interleaved`: both measured in turn. `baseline`: one was saved before. */
  readonly method: 'interleaved' | 'baseline';
  readonly metrics: readonly MetricComparison[];
  /** Metrics for which there were too few requests. */
  readonly undecided: readonly Metric['name'][];
  /** The first target's own blocks against each other: what this environment does to the median where nothing differs. */
  readonly noise: { readonly shift: number; readonly ci95: Interval } | null;
  /** What the comparison cannot exclude, in sentences. */
  readonly caveats: readonly string[];
  /** How the two sides were not alike, in sentences. */
  readonly mismatches: readonly string[];
}

const LEVEL = 0.05;
/** With fewer pairs the signed-rank test cannot reach the level after Holm's correction over five metrics. */
const LEAST_BLOCKS = 8;
/**
 * Two runs at different times differ by more than their blocks do. With one run a side this cannot be measured, so a
 * shift counts only where its whole interval lies beyond what a change of the day commonly does.
 */
export const DRIFT_ALLOWANCE = 0.25;

/** Blocks of two targets measured in turn; block k of one was measured beside block k of the other. */
export function compareInterleaved(
  before: readonly MeasuredBlock[],
  after: readonly MeasuredBlock[],
  random: () => number,
): Comparison {
  const results = METRICS.map((metric) => {
    const [a = [], b = []] = mergeUntil([before, after], metric.least);
    if (a.length < LEAST_BLOCKS) return undefined;
    const differences = a.map((block, index) => Math.log(metricOf(metric, b[index]) / metricOf(metric, block)));
    return {
      ...describe(metric, a, b),
      shift: pairedShift(differences),
      interval: bootstrapInterval(() => pairedShift(resample(differences, random))),
      p: signedRankP(differences),
    };
  });
  return conclude(results, 0, {
    method: 'interleaved',
    noise: noiseFloor(before, random),
    caveats: [],
    mismatches: [],
  });
}

/** Blocks of a run against those of a saved one. */
export function compareWithBaseline(
  before: readonly MeasuredBlock[],
  after: readonly MeasuredBlock[],
  mismatches: readonly string[],
  random: () => number,
): Comparison {
  const results = METRICS.map((metric) => {
    const [a = []] = mergeUntil([before], metric.least);
    const [b = []] = mergeUntil([after], metric.least);
    if (a.length < LEAST_BLOCKS || b.length < LEAST_BLOCKS) return undefined;
    const [from, to] = [a, b].map((side) => side.map((block) => Math.log(metricOf(metric, block)))) as [
      number[],
      number[],
    ];
    return {
      ...describe(metric, a, b),
      shift: unpairedShift(from, to),
      interval: bootstrapInterval(() => unpairedShift(resample(from, random), resample(to, random))),
      p: rankSumP(from, to),
    };
  });
  const drift = `one run a side: a shift of less than ${DRIFT_ALLOWANCE * 100} % cannot be told from the drift between two moments, and is not called a difference`;
  return conclude(results, Math.log(1 + DRIFT_ALLOWANCE), {
    method: 'baseline',
    noise: noiseFloor(after, random),
    caveats: [drift],
    mismatches,
  });
}

interface RawComparison {
  readonly metric: Metric;
  readonly before: number;
  readonly after: number;
  readonly blocks: number;
  readonly shift: number;
  readonly interval: Interval;
  readonly p: number;
}

function describe(
  metric: Metric,
  a: readonly MeasuredBlock[],
  b: readonly MeasuredBlock[],
): Pick<RawComparison, 'metric' | 'before' | 'after' | 'blocks'> {
  const scale = metric.name === 'rps' ? 1 : 1 / 1_000;
  const middle = (side: readonly MeasuredBlock[]): number =>
    median(side.map((block) => metricOf(metric, block))) * scale;
  return { metric, before: middle(a), after: middle(b), blocks: Math.min(a.length, b.length) };
}

/** Never below what can be told apart, so that its logarithm is finite. */
function metricOf(metric: Metric, block: MeasuredBlock | undefined): number {
  return block ? Math.max(metric.of(block), 1e-3) : Number.NaN;
}

function conclude(
  results: readonly (RawComparison | undefined)[],
  allowance: number,
  rest: Pick<Comparison, 'method' | 'noise' | 'caveats' | 'mismatches'>,
): Comparison {
  const decided = results.filter((result) => result !== undefined);
  const adjusted = holm(decided.map((result) => result.p));
  const metrics = decided.map((result, index): MetricComparison => {
    const p = adjusted[index] ?? 1;
    return {
      name: result.metric.name,
      before: result.before,
      after: result.after,
      shift: Math.expm1(result.shift),
      ci95: { low: Math.expm1(result.interval.low), high: Math.expm1(result.interval.high) },
      p,
      verdict: judgeShift(result, p, allowance),
      blocks: result.blocks,
    };
  });
  const has = (verdict: ShiftVerdict): boolean => metrics.some((metric) => metric.verdict === verdict);
  return {
    ...rest,
    verdict: has('slower') ? 'slower' : has('faster') ? 'faster' : 'no difference shown',
    metrics,
    undecided: METRICS.filter((metric) => !decided.some((result) => result.metric === metric)).map(
      (metric) => metric.name,
    ),
  };
}

function judgeShift({ metric, interval }: RawComparison, p: number, allowance: number): ShiftVerdict {
  if (p >= LEVEL) return 'no difference shown';
  if (interval.low > allowance) return metric.higherIsBetter ? 'faster' : 'slower';
  if (interval.high < -allowance) return metric.higherIsBetter ? 'slower' : 'faster';
  return 'no difference shown';
}

/** One target's blocks against their neighbours: an A/A comparison that costs nothing extra. */
function noiseFloor(blocks: readonly MeasuredBlock[], random: () => number): Comparison['noise'] {
  const [metric] = METRICS;
  const [merged = []] = mergeUntil([blocks], metric.least);
  const pairs = Math.floor(merged.length / 2);
  if (pairs < 3) return null;
  const differences = Array.from({ length: pairs }, (_, pair) =>
    Math.log(metricOf(metric, merged[pair * 2 + 1]) / metricOf(metric, merged[pair * 2])),
  );
  const interval = bootstrapInterval(() => pairedShift(resample(differences, random)));
  return {
    shift: Math.expm1(pairedShift(differences)),
    ci95: { low: Math.expm1(interval.low), high: Math.expm1(interval.high) },
  };
}

/** Whether a comparison shows a slowing down beyond what is tolerated: the shift itself, of a metric that is slower. */
export function exceedsTolerance(comparison: Comparison, tolerance: number): boolean {
  return comparison.metrics.some((metric) => {
    if (metric.verdict !== 'slower') return false;
    return metric.name === 'rps' ? 1 / (1 + metric.shift) - 1 > tolerance : metric.shift > tolerance;
  });
}
