// A run against runs that were saved before. What differs between two moments cannot be seen within one run: it takes
// several saved ones, and then a new run is held against how much those differed among themselves.
import type { Baseline } from './baseline.js';
import { joinBlocks, METRICS, type MeasuredBlock, type Metric, mergeUntil } from './blocks.js';
import { type Comparison, conclude, metricOf, type NoiseFloor, type RawComparison } from './comparison.js';
import { describeSides, LEAST_BLOCKS, noiseFloor } from './interleaved.js';
import { rankSumP, unpairedInterval, unpairedShift } from './statistics.js';
import { studentP, studentT } from './student.js';

/** From so many runs on their spread is known well enough to judge a new one by it. */
export const LEAST_RUNS = 6;
/** With fewer runs: a shift counts only where its whole interval lies beyond what a change of the day commonly does. */
const DRIFT_ALLOWANCE = 0.25;
/** Runs that are equal to a digit have a spread all the same: the width of a bucket. */
const LEAST_SPREAD = 1 / 2_048;

interface Sides {
  readonly baseline: Baseline;
  readonly after: readonly MeasuredBlock[];
  readonly mismatches: readonly string[];
}

export function compareWithBaseline(sides: Sides, margin: number): Comparison {
  const many = sides.baseline.runs.length >= LEAST_RUNS;
  return many ? againstRuns(sides, margin) : againstBlocks(sides, margin);
}

/** The new run as one more draw from the runs of the baseline: a prediction interval by Student's t, over logarithms. */
function againstRuns({ baseline, after, mismatches }: Sides, margin: number): Comparison {
  const runs = baseline.runs.map((run) => joinBlocks(run.blocks));
  const now = joinBlocks(after);
  const results = METRICS.map((metric) => predict(metric, runs, now));
  const first = results[0];
  const noise: NoiseFloor | null = first
    ? { shift: 0, ci95: around(0, Math.expm1((first.interval.high - first.interval.low) / 2)), disturbed: false }
    : null;
  const days = (Date.parse(baseline.runs.at(-1)?.savedAt ?? '') - Date.parse(baseline.runs[0]?.savedAt ?? '')) / 864e5;
  const together =
    days < 1 / 24
      ? ['the runs of the baseline were saved within an hour: how hours and days differ is not in them']
      : [];
  return conclude(
    results,
    { margin, allowance: 0, narrows: false },
    {
      method: 'baseline',
      runs: runs.length,
      noise,
      caveats: [...together, NOT_EXCLUDED],
      mismatches,
    },
  );
}

const NOT_EXCLUDED =
  'what changed on the machines between then and now, besides the server, cannot be excluded: two URLs in turn can';

function predict(metric: Metric, runs: readonly MeasuredBlock[], now: MeasuredBlock): RawComparison | undefined {
  if ([...runs, now].some((run) => run.histogram.total < metric.least * 2)) return undefined;
  const values = runs.map((run) => Math.log(metricOf(metric, run)));
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const freedom = values.length - 1;
  const spread = Math.max(LEAST_SPREAD, Math.sqrt(squares / freedom)) * Math.sqrt(1 + 1 / values.length);
  const shift = Math.log(metricOf(metric, now)) - mean;
  return {
    ...describeSides(metric, runs, [now]),
    blocks: runs.length,
    shift,
    interval: around(shift, studentT(0.05, freedom) * spread),
    p: studentP(shift / spread, freedom),
    floor: 0,
  };
}

function around(middle: number, half: number): { readonly low: number; readonly high: number } {
  return { low: middle - half, high: middle + half };
}

/** Blocks of this run against all blocks of the few that were saved. */
function againstBlocks({ baseline, after, mismatches }: Sides, margin: number): Comparison {
  const before = baseline.runs.flatMap((run) => run.blocks);
  const results = METRICS.map((metric) => {
    const [a = []] = mergeUntil([before], metric.least);
    const [b = []] = mergeUntil([after], metric.least);
    if (a.length < LEAST_BLOCKS || b.length < LEAST_BLOCKS) return undefined;
    const [from, to] = [a, b].map((side) => side.map((block) => Math.log(metricOf(metric, block)))) as [
      number[],
      number[],
    ];
    return {
      ...describeSides(metric, a, b),
      shift: unpairedShift(from, to),
      interval: unpairedInterval(from, to),
      p: rankSumP(from, to),
      floor: 0,
    };
  });
  const count = baseline.runs.length;
  const runs = count === 1 ? 'one run' : `${count} runs`;
  const drift = `the baseline holds ${runs}: a shift of less than ${DRIFT_ALLOWANCE * 100} % cannot be told from the drift between two moments, and is not called a difference; from ${LEAST_RUNS} runs on (--save adds one) their own spread decides`;
  return conclude(
    results,
    { margin, allowance: Math.log1p(DRIFT_ALLOWANCE), narrows: false },
    {
      method: 'baseline',
      runs: count,
      noise: noiseFloor(METRICS[0], mergeUntil([after], METRICS[0].least)),
      caveats: [drift],
      mismatches,
    },
  );
}
