import type { Block } from '@senior-backend/core/report/model';
import { formatFixed, formatMs, formatPercent } from '@senior-backend/core/report/number';
import type { Comparison, MetricComparison } from '../judge/compare/comparison.js';

const COLUMNS = [
  { label: 'metric' },
  ...['before', 'after', 'shift', '95 % interval'].map((label) => ({ label, align: 'right' as const })),
  { label: 'verdict' },
];

export function describeComparison(comparison: Comparison): readonly Block[] {
  const { verdict, method, metrics } = comparison;
  const [subject, other] = method === 'interleaved' ? ['B', 'A'] : ['this run', 'the baseline'];
  const tone = verdict === 'slower' ? 'bad' : verdict === 'faster' ? 'good' : undefined;
  const items = [noiseLine(comparison), ...undecidedLines(comparison), ...comparison.caveats];
  return [
    { kind: 'heading', text: 'COMPARISON:' },
    { kind: 'paragraph', text: sentence(comparison, subject, other), ...(tone && { tone }) },
    { kind: 'table', columns: COLUMNS, rows: metrics.map(comparisonRow) },
    { kind: 'list', items: items.map((text) => ({ text, tone: 'muted' as const })) },
  ];
}

function sentence({ verdict, margin, undecided }: Comparison, subject: string, other: string): string {
  switch (verdict) {
    case 'equivalent': {
      const where = undecided.length > 0 ? ' in what could be decided' : '';
      return `${subject} and ${other} are equivalent${where}: no difference beyond ${formatPercent(margin)}`;
    }
    case 'no difference shown':
      return `no difference between ${subject} and ${other} is shown`;
    case 'faster':
    case 'slower':
      return `${subject} is ${verdict} than ${other}`;
    default:
      return verdict satisfies never;
  }
}

/** Always there: without it nobody knows what a shift is worth. */
function noiseLine({ noise, runs, method }: Comparison): string {
  const each = method === 'interleaved' ? 'each target' : 'the same target';
  if (!noise) return `${each} against itself: not measured, too few blocks`;
  if (method === 'baseline' && noise.shift === 0)
    return `another run of the ${runs} saved would be expected within ${range(noise.ci95)} at the median`;
  const disturbed = noise.disturbed ? '; that is more than chance, so smaller differences are not believed' : '';
  return `${each} against itself: ${shift(noise.shift)} at the median (${range(noise.ci95)})${disturbed}`;
}

function undecidedLines({ metrics, undecided, method }: Comparison): readonly string[] {
  const open = metrics.filter((metric) => metric.verdict === 'no difference shown');
  return [
    ...open.map(({ name, ci95, timesAsLong }) => {
      const longer =
        timesAsLong === null ? '' : `; a run ${formatFixed(Math.ceil(timesAsLong), 0)} times as long may decide it`;
      return `${name}: not excluded is ${range(ci95)}${longer}`;
    }),
    ...(undecided.length > 0 ? [`not decided, too few requests: ${undecided.join(', ')}`] : []),
    ...(method === 'interleaved' && metrics.length === 0 ? ['a longer --duration gives more blocks'] : []),
  ];
}

function comparisonRow(metric: MetricComparison): readonly string[] {
  const show =
    metric.name === 'rps'
      ? (value: number) => `${formatFixed(value, 1)}/s`
      : (value: number) => `${formatMs(value)} ms`;
  return [
    metric.name,
    show(metric.before),
    show(metric.after),
    shift(metric.shift),
    range(metric.ci95),
    metric.verdict,
  ];
}

/** `+4.8 %`; from three times on as a factor, which is easier to read than `+1,145 %`. */
function shift(value: number): string {
  if (value >= 2) return `${formatFixed(1 + value, 1)}×`;
  if (value <= -0.67) return `1/${formatFixed(1 / (1 + value), 1)}`;
  return `${value >= 0 ? '+' : ''}${formatPercent(value)}`;
}

function range({ low, high }: { readonly low: number; readonly high: number }): string {
  return `${shift(low)} … ${shift(high)}`;
}
