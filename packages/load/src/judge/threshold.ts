// `p99<200`, `errors<1%`, `rps>500`: what a run must reach.
import { loadError } from '../codes.js';
import { percentile } from '../measure/histogram.js';
import type { TargetSummary } from '../measure/summary.js';

export interface Threshold {
  readonly expression: string;
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

const FORM = /^\s*([a-z]+[0-9._]*)\s*(<=|>=|<|>)\s*(\d+(?:\.\d+)?)\s*(%|us|ms|s)?\s*$/i;
const LATENCY_UNITS: Readonly<Record<string, number>> = { us: 0.001, ms: 1, s: 1_000 };
const EXAMPLES = "for example 'p99<200', 'mean<50ms', 'errors<1%', 'rps>500'";

/** Throws LOAD004. */
export function parseThreshold(expression: string): Threshold {
  const match = FORM.exec(expression);
  const [, name = '', operator = '', amount = '', unit = ''] = match ?? [];
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
  const scale = latency ? (LATENCY_UNITS[unit.toLowerCase() || 'ms'] ?? 1) : unit === '%' ? 0.01 : 1;
  return {
    expression: expression.trim(),
    metric,
    operator: operator as Threshold['operator'],
    limit: Number(amount) * scale,
  };
}

/** Whether a word can be a threshold: tells it from a URL on the command line. */
export function looksLikeThreshold(word: string): boolean {
  return FORM.test(word);
}

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

export function judgeThreshold(threshold: Threshold, summary: TargetSummary): Verdict {
  const actual = measure(threshold.metric, summary);
  return {
    expression: threshold.expression,
    actual,
    ok: actual !== null && compare(actual, threshold.operator, threshold.limit),
  };
}

function measure(metric: Metric, { counts, latency, histogram, rps }: TargetSummary): number | null {
  switch (metric.kind) {
    case 'percentile':
      return histogram.total === 0 ? null : percentile(histogram, metric.share) / 1_000;
    case 'min':
    case 'mean':
    case 'max':
      return latency[metric.kind];
    case 'rps':
      return rps;
    case 'requests':
      return counts.sent;
    case 'unfinished':
      return counts.unfinished;
    case 'errors': {
      const errors = counts.failed + counts.unfinished;
      if (metric.unit === 'count') return errors;
      return counts.sent === 0 ? null : errors / counts.sent;
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
