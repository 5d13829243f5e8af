// `p99<200`, `errors<1%`, `rps>500`, `p95{GET /orders}<80`: what a run must reach, or one operation of it.
import { loadError } from '../codes.js';
import { type Histogram, mean, percentile } from '../measure/histogram.js';
import type { OperationCounts } from '../measure/operations.js';
import type { TargetSummary } from '../measure/summary.js';

export interface Threshold {
  readonly expression: string;
  /** As it is named in the report; undefined for the whole run. */
  readonly operation: string | undefined;
  readonly metric: Metric;
  readonly operator: '<' | '<=' | '>' | '>=';
  /** Milliseconds for latencies, a share for percentages, else a number. */
  readonly limit: number;
}

type Metric =
  | { readonly kind: 'percentile'; readonly share: number }
  | { readonly kind: 'min' | 'mean' | 'max' | 'rps' | 'requests' | 'unfinished' }
  | { readonly kind: 'errors'; readonly unit: 'share' | 'count' };

export interface Verdict {
  readonly expression: string;
  readonly ok: boolean;
  /** In the unit of the threshold; null where there is nothing to measure. */
  readonly actual: number | null;
}

const FORM = /^\s*([a-z]+[0-9._]*)\s*(?:\{([^{}]+)\})?\s*(<=|>=|<|>)\s*(\d+(?:\.\d+)?)\s*(%|us|ms|s)?\s*$/i;
const LATENCY_UNITS: Readonly<Record<string, number>> = { us: 0.001, ms: 1, s: 1_000 };
const METRICS = 'metrics are p50 to p99.9, min, mean, max, errors, rps, requests and unfinished';
const EXAMPLES = `${METRICS}: for example 'p99<200', 'errors<1%', 'p95{GET /orders}<80'`;

/** Throws LOAD004. */
export function parseThreshold(expression: string): Threshold {
  const match = FORM.exec(expression);
  const [, name = '', operation, operator = '', amount = '', unit = ''] = match ?? [];
  const metric = match && readMetric(name.toLowerCase(), unit);
  if (!metric) throw loadError('LOAD004', { message: `cannot read the threshold "${expression}"`, help: EXAMPLES });
  const latency =
    metric.kind === 'percentile' || metric.kind === 'min' || metric.kind === 'mean' || metric.kind === 'max';
  const fits = latency ? unit !== '%' : unit === '' || (unit === '%' && metric.kind === 'errors');
  if (!fits)
    throw loadError('LOAD004', {
      message: `the unit "${unit}" does not fit "${name}" in "${expression}"`,
      help: EXAMPLES,
    });
  if (operation !== undefined && metric.kind === 'rps')
    throw loadError('LOAD004', { message: `rps in "${expression}" is of the whole run`, help: EXAMPLES });
  const scale = latency ? (LATENCY_UNITS[unit.toLowerCase() || 'ms'] ?? 1) : unit === '%' ? 0.01 : 1;
  return {
    expression: expression.trim(),
    operation: operation?.trim(),
    metric,
    operator: operator as Threshold['operator'],
    limit: Number(amount) * scale,
  };
}

/** Throws LOAD004 for an operation that is not in the traffic. */
export function refuseUnknownOperations(thresholds: readonly Threshold[], names: readonly string[]): void {
  const unknown = thresholds.find(({ operation }) => operation !== undefined && !names.includes(operation));
  if (!unknown) return;
  const message = `there is no operation "${unknown.operation}" for the threshold "${unknown.expression}"`;
  if (names.length === 0)
    throw loadError('LOAD004', { message, help: 'with two URLs a threshold is about all requests to the second' });
  throw loadError('LOAD004', {
    message,
    help: `its name is as in the report: ${names.slice(0, MOST_NAMES).join(', ')}${names.length > MOST_NAMES ? ', …' : ''}`,
  });
}

const MOST_NAMES = 10;

function readMetric(name: string, unit: string): Metric | undefined {
  const share = /^p(\d{1,2}(?:[._]\d+)?|100)$/.exec(name)?.[1];
  if (share !== undefined) return { kind: 'percentile', share: Number(share.replace('_', '.')) / 100 };
  switch (name) {
    case 'min':
    case 'max':
    case 'rps':
    case 'requests':
    case 'unfinished':
      return { kind: name };
    case 'mean':
    case 'avg':
      return { kind: 'mean' };
    case 'errors':
      return { kind: 'errors', unit: unit === '%' ? 'share' : 'count' };
    default:
      return undefined;
  }
}

/** What a threshold looks at. */
interface Subject {
  readonly histogram: Histogram;
  readonly sent: number;
  readonly failed: number;
  readonly unfinished: number;
  readonly rps: number;
}

/** What was measured of the whole, and by the name of an operation where there are several. */
export interface Measured {
  readonly summary: TargetSummary;
  readonly operations: ReadonlyMap<string, OperationCounts>;
}

export function judgeThreshold(threshold: Threshold, measured: Measured): Verdict {
  const actual = measure(threshold.metric, subjectOf(threshold, measured));
  return {
    expression: threshold.expression,
    actual,
    ok: actual !== null && compare(actual, threshold.operator, threshold.limit),
  };
}

/** A single operation is the whole. */
function subjectOf({ operation }: Threshold, { summary, operations }: Measured): Subject {
  const { counts, histogram, rps } = summary;
  const part = operation === undefined ? undefined : operations.get(operation);
  if (part) return { ...part, unfinished: part.sent - part.ok - part.failed, rps };
  const { sent, failed, unfinished } = counts;
  return { histogram, sent, failed, unfinished, rps };
}

function measure(metric: Metric, { histogram, sent, failed, unfinished, rps }: Subject): number | null {
  const inMs = (us: number): number | null => (histogram.total === 0 ? null : us / 1_000);
  switch (metric.kind) {
    case 'percentile':
      return inMs(percentile(histogram, metric.share));
    case 'min':
    case 'max':
      return inMs(histogram[metric.kind]);
    case 'mean':
      return inMs(mean(histogram));
    case 'rps':
      return rps;
    case 'requests':
      return sent;
    case 'unfinished':
      return unfinished;
    case 'errors': {
      const errors = failed + unfinished;
      if (metric.unit === 'count') return errors;
      return sent === 0 ? null : errors / sent;
    }
    default:
      return metric satisfies never;
  }
}

function compare(actual: number, operator: Threshold['operator'], limit: number): boolean {
  switch (operator) {
    case '<':
      return actual < limit;
    case '<=':
      return actual <= limit;
    case '>':
      return actual > limit;
    case '>=':
      return actual >= limit;
    default:
      return operator satisfies never;
  }
}
