// The pictures of the HTML page: what a table of percentiles cannot show.
import type { Axis, Block, HeatCell, Plot, Series } from '@senior-backend/core/report/model';
import type { LoadOutcome } from '../judge/outcome.js';
import {
  BUCKET_COUNT,
  type Histogram,
  highestIn,
  lowestIn,
  mergeHistograms,
  percentile,
} from '../measure/histogram.js';
import type { SliceResult } from '../measure/result.js';
import { answerHistogram, type TargetSummary } from '../measure/summary.js';
import type { Plan } from '../model/plan.js';
import { rateAt } from '../pace/arrivals.js';
import { databasePlot } from './describe-database.js';

/** Empty where the run was too short, or was divided by requests and not by time. */
export function plotBlocks(outcome: LoadOutcome): readonly Block[] {
  const { plan, targets } = outcome;
  const plots = targets.flatMap((target, index) => targetPlots(outcome, target, index));
  const shift = plan.targets.length > 1 ? shiftPlot(outcome) : undefined;
  const sessions = outcome.database ? databasePlot(outcome.database.record) : undefined;
  return [...(shift ? [shift] : []), ...plots, ...(sessions ? [sessions] : [])];
}

function targetPlots({ plan, result, targets }: LoadOutcome, target: TargetSummary, index: number): readonly Block[] {
  const open = plan.load.kind === 'open';
  const mine = result.slices.filter((slice) => slice.slice.target === index && slice.slice.purpose === 'measured');
  const timed = mine.filter((slice) => Number.isFinite(slice.slice.lengthMs) && slice.counts.sent > 0);
  const suffix = targets.length > 1 ? ` (${'AB'[index]})` : '';
  const plots: Plot[] = [];
  if (timed.length > 1) plots.push(latencyOverTime(timed, open, suffix), rateOverTime(plan, timed, suffix));
  if (timed.length > 1) plots.push(phasesOverTime(timed, suffix));
  if (timed.some((slice) => slice.counts.failed > 0)) plots.push(errorsOverTime(timed, suffix));
  if (target.histogram.total > 0) plots.push(spectrum(target, open, suffix));
  const map: readonly Block[] = timed.length > 1 ? [heatMap(timed, open, suffix)] : [];
  return [...plots.map((plot): Block => ({ kind: 'plot', plot })), ...map];
}

const SECONDS: Axis = { label: 'seconds from the start', scale: 'linear' };
const MS: Axis = { label: 'ms', scale: 'log' };

function latencyOverTime(slices: readonly SliceResult[], open: boolean, suffix: string): Plot {
  const line = (name: string, share: number): Series => ({
    name,
    style: 'line',
    points: slices.map((slice) => [middleOf(slice), percentile(answerHistogram(slice, open), share) / 1_000]),
  });
  const title = `Latency over time${suffix}`;
  return { title, x: SECONDS, y: MS, series: [line('p50', 0.5), line('p90', 0.9), line('p99', 0.99), line('max', 1)] };
}

function rateOverTime({ load }: Plan, slices: readonly SliceResult[], suffix: string): Plot {
  const perSecond = (name: string, of: (slice: SliceResult) => number): Series => ({
    name,
    style: 'line',
    points: slices.map((slice) => [middleOf(slice), (of(slice) * 1_000) / slice.slice.lengthMs]),
  });
  const planned: readonly Series[] =
    load.kind === 'open'
      ? [
          {
            name: 'planned',
            style: 'line',
            points: slices.map((slice) => [middleOf(slice), rateAt(load.stages, middleOf(slice) * 1_000)]),
          },
        ]
      : [];
  const series = [
    ...planned,
    perSecond('sent', ({ counts }) => counts.sent),
    perSecond('successful', ({ counts }) => counts.ok),
  ];
  return { title: `Requests a second${suffix}`, x: SECONDS, y: { label: 'requests/s', scale: 'linear' }, series };
}

/** What of the median is waiting for the first byte, and what connecting takes where connections are opened in the run. */
function phasesOverTime(slices: readonly SliceResult[], suffix: string): Plot {
  const line = (name: string, of: (slice: SliceResult) => Histogram): Series => ({
    name,
    style: 'line',
    points: slices.map((slice) => [middleOf(slice), percentile(of(slice), 0.5) / 1_000]),
  });
  const phases: readonly Series[] = [
    line('connect', (slice) => slice.connect),
    line('TLS', (slice) => slice.tls),
    line('first byte', (slice) => slice.firstByte),
    line('last byte', (slice) => answerHistogram(slice, false)),
  ];
  const series = phases.filter(({ points }) => points.filter(([, y]) => Number.isFinite(y)).length > 1);
  return { title: `Phases of a request over time, medians${suffix}`, x: SECONDS, y: MS, series };
}

function errorsOverTime(slices: readonly SliceResult[], suffix: string): Plot {
  const points = slices.map(({ slice, counts }): [number, number] => [
    (slice.fromMs + slice.lengthMs / 2) / 1_000,
    (counts.failed * 1_000) / slice.lengthMs,
  ]);
  return {
    title: `Failed requests a second${suffix}`,
    x: SECONDS,
    y: { label: 'failed/s', scale: 'linear' },
    series: [{ name: 'failed', style: 'bars', points }],
  };
}

/** Shares of the axis at which HdrHistogram's own plots have their marks: each step is a nine more. */
const NINES: readonly (readonly [number, string])[] = [
  [1, '90 %'],
  [2, '99 %'],
  [3, '99.9 %'],
  [4, '99.99 %'],
  [5, '99.999 %'],
];

/** Latency by percentile, the x axis stretched towards 100 %, where what matters lies (Gil Tene's percentile spectrum). */
function spectrum(target: TargetSummary, open: boolean, suffix: string): Plot {
  const nines = Math.max(1, Math.log10(target.histogram.total));
  const steps = 120;
  const shares = Array.from({ length: steps + 1 }, (_, step) => (step / steps) * nines);
  const line = (name: string, histogram: Histogram): Series => ({
    name,
    style: 'step',
    points: shares.map((x) => [x, percentile(histogram, 1 - 10 ** -x) / 1_000]),
  });
  const answered = mergeHistograms(Object.values(target.byClass));
  const series =
    target.lowerBounds > 0 && answered.total > 0
      ? [line('all', target.histogram), line('answered only', answered)]
      : [line('all', target.histogram)];
  const ticks: readonly (readonly [number, string])[] = [
    [0, '0 %'],
    [Math.log10(2), '50 %'],
    ...NINES.filter(([x]) => x <= nines),
  ];
  const what = open ? 'from when requests were due' : 'from the start of a request';
  return {
    title: `Latency by percentile, ${what}${suffix}`,
    x: { label: 'percentile', scale: 'linear', tickLabels: ticks },
    y: MS,
    series,
  };
}

const ROWS_PER_DECADE = 12;

function heatMap(slices: readonly SliceResult[], open: boolean, suffix: string): Block {
  const cells = slices.flatMap((slice): readonly HeatCell[] => {
    const { counts } = answerHistogram(slice, open);
    const rows = new Map<number, number>();
    for (let bucket = 0; bucket < BUCKET_COUNT; bucket += 1) {
      const count = counts[bucket] ?? 0;
      if (count === 0) continue;
      const ms = Math.max((lowestIn(bucket) + highestIn(bucket)) / 2_000, 0.001);
      const row = Math.floor(Math.log10(ms) * ROWS_PER_DECADE);
      rows.set(row, (rows.get(row) ?? 0) + count);
    }
    const [x0, x1] = [slice.slice.fromMs / 1_000, (slice.slice.fromMs + slice.slice.lengthMs) / 1_000];
    return [...rows].map(([row, count]) => ({
      x0,
      x1,
      y0: 10 ** (row / ROWS_PER_DECADE),
      y1: 10 ** ((row + 1) / ROWS_PER_DECADE),
      weight: count / slice.slice.lengthMs,
    }));
  });
  return { kind: 'heat-map', map: { title: `Where latencies lay${suffix}`, x: SECONDS, y: MS, cells } };
}

/** How much B differs from A at each percentile: zero is no difference. */
function shiftPlot({ targets }: LoadOutcome): Block | undefined {
  const [a, b] = targets.map((target) => target.histogram);
  if (!a || !b || a.total === 0 || b.total === 0) return undefined;
  const shares = Array.from({ length: 99 }, (_, index) => (index + 1) / 100);
  const points = shares.map((share): [number, number] => [
    share * 100,
    (percentile(b, share) - percentile(a, share)) / 1_000,
  ]);
  const series: readonly Series[] = [
    { name: 'B minus A', style: 'line', points },
    {
      name: 'no difference',
      style: 'line',
      points: [
        [1, 0],
        [99, 0],
      ],
    },
  ];
  const x: Axis = { label: 'percentile', scale: 'linear' };
  return { kind: 'plot', plot: { title: 'Difference by percentile', x, y: { label: 'ms', scale: 'linear' }, series } };
}

function middleOf({ slice }: SliceResult): number {
  return (slice.fromMs + slice.lengthMs / 2) / 1_000;
}
