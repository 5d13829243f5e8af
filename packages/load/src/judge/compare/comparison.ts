// What a comparison says. Differences are of logarithms, so that a shift is a ratio: what doubles and what halves weigh alike.
import { METRICS, type MeasuredBlock, type Metric } from './blocks.js';
import { holm, type Interval, LEVEL } from './statistics.js';

export const SHIFT_VERDICTS = ['faster', 'slower', 'equivalent', 'no difference shown'] as const;
export type ShiftVerdict = (typeof SHIFT_VERDICTS)[number];

export interface MetricComparison {
  readonly name: Metric['name'];
  /** Medians over the blocks or runs: milliseconds, or requests a second. */
  readonly before: number;
  readonly after: number;
  /** Relative: 0.05 is 5 % more. */
  readonly shift: number;
  readonly ci95: Interval;
  /** Adjusted for the number of metrics (Holm). */
  readonly p: number;
  readonly verdict: ShiftVerdict;
  /** Blocks a side that went into it; against a baseline of several runs, its runs. */
  readonly blocks: number;
  /** How many times as long a run would decide it, about; null where it is decided or cannot be told. */
  readonly timesAsLong: number | null;
}

/** What this environment does to the median where nothing differs. */
export interface NoiseFloor {
  readonly shift: number;
  readonly ci95: Interval;
  /** The same target looked different from itself: no difference of that size is believed. */
  readonly disturbed: boolean;
}

export interface Comparison {
  readonly verdict: ShiftVerdict;
  /** `interleaved`: both measured in turn. `baseline`: runs that were saved before. */
  readonly method: 'interleaved' | 'baseline';
  /** Saved runs that this one was held against; 0 for two URLs. */
  readonly runs: number;
  /** Within this share on both sides, two latencies count as equal. */
  readonly margin: number;
  readonly metrics: readonly MetricComparison[];
  /** Metrics for which there were too few requests. */
  readonly undecided: readonly Metric['name'][];
  /** Null where there were too few blocks to measure it. */
  readonly noise: NoiseFloor | null;
  /** What the comparison cannot exclude, in sentences. */
  readonly caveats: readonly string[];
  /** How the two sides were not alike, in sentences. */
  readonly mismatches: readonly string[];
}

/** One metric before it is judged beside the others; shift and interval are logarithms. */
export interface RawComparison {
  readonly metric: Metric;
  readonly before: number;
  readonly after: number;
  readonly blocks: number;
  readonly shift: number;
  readonly interval: Interval;
  readonly p: number;
  /** What one target differs from itself by here; 0 where that is not known. */
  readonly floor: number;
}

export interface Rule {
  readonly margin: number;
  /** A shift counts only where its whole interval lies beyond this logarithm. */
  readonly allowance: number;
  /** More of the same would narrow the intervals. */
  readonly narrows: boolean;
}

/** Never below what can be told apart, so that its logarithm is finite. */
export function metricOf(metric: Metric, block: MeasuredBlock | undefined): number {
  return block ? Math.max(metric.of(block), 1e-3) : Number.NaN;
}

type Rest = Pick<Comparison, 'method' | 'runs' | 'noise' | 'caveats' | 'mismatches'>;

export function conclude(results: readonly (RawComparison | undefined)[], rule: Rule, rest: Rest): Comparison {
  const decided = results.filter((result) => result !== undefined);
  const adjusted = holm(decided.map((result) => result.p));
  const metrics = decided.map((result, index): MetricComparison => {
    const p = adjusted[index] ?? 1;
    const verdict = judgeShift(result, p, rule);
    return {
      name: result.metric.name,
      before: result.before,
      after: result.after,
      shift: Math.expm1(result.shift),
      ci95: { low: Math.expm1(result.interval.low), high: Math.expm1(result.interval.high) },
      p,
      verdict,
      blocks: result.blocks,
      timesAsLong: verdict === 'no difference shown' && rule.narrows ? timesAsLong(result, rule.margin) : null,
    };
  });
  return {
    ...rest,
    margin: rule.margin,
    verdict: overall(metrics),
    metrics,
    undecided: METRICS.filter((metric) => !decided.some((result) => result.metric === metric)).map(
      (metric) => metric.name,
    ),
  };
}

/** What is slower anywhere is slower; equivalent is only what is so in everything that could be decided. */
function overall(metrics: readonly MetricComparison[]): ShiftVerdict {
  const has = (verdict: ShiftVerdict): boolean => metrics.some((metric) => metric.verdict === verdict);
  if (has('slower')) return 'slower';
  if (has('faster')) return 'faster';
  return metrics.length > 0 && !has('no difference shown') ? 'equivalent' : 'no difference shown';
}

/**
 * Equal within the margin comes first: a shift that is certain and too small to matter is no difference. Else a difference is what
 * neither chance nor what a target does to itself explains.
 */
function judgeShift({ metric, shift, interval, floor }: RawComparison, p: number, rule: Rule): ShiftVerdict {
  const { margin, allowance } = rule;
  const limit = Math.max(Math.log1p(margin), Number.MIN_VALUE);
  if (allowance < limit && interval.low > -limit && interval.high < limit) return 'equivalent';
  const isShown = p < LEVEL && Math.abs(shift) > floor && (interval.low > allowance || interval.high < -allowance);
  if (!isShown) return 'no difference shown';
  return shift > 0 === metric.higherIsBetter ? 'faster' : 'slower';
}

/** An interval narrows with the root of the time: until it lies within the margin, or no longer holds zero. */
function timesAsLong({ shift, interval }: RawComparison, margin: number): number | null {
  const half = (interval.high - interval.low) / 2;
  const size = Math.abs(shift);
  const room = Math.max(Math.log1p(margin) - size, size);
  const times = (half / room) ** 2;
  return Number.isFinite(times) && times > 1 && times < 1_000 ? times : null;
}

/** Whether a comparison shows a slowing down beyond what is tolerated: the shift itself, of a metric that is slower. */
export function exceedsTolerance(comparison: Comparison, tolerance: number): boolean {
  return comparison.metrics.some((metric) => {
    if (metric.verdict !== 'slower') return false;
    return metric.name === 'rps' ? 1 / (1 + metric.shift) - 1 > tolerance : metric.shift > tolerance;
  });
}
