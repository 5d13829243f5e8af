// The run in the formats of other tools: CSV, HdrHistogram's percentile file, OpenMetrics. Numbers and closed names only, but
// for the URL, which each format quotes by its own rules.

import type { LoadOutcome } from '../judge/outcome.js';
import { encodeHistogram } from '../measure/hdr.js';
import { countUpTo, type Histogram, percentile } from '../measure/histogram.js';
import { answerHistogram, type TargetSummary } from '../measure/summary.js';
import { describeMethod } from './describe-traffic.js';

const CSV_COLUMNS = [
  'target',
  'purpose',
  'from_ms',
  'length_ms',
  'sent',
  'ok',
  'failed',
  'unfinished',
  'dropped',
  'p50_ms',
  'p90_ms',
  'p95_ms',
  'p99_ms',
  'max_ms',
  'bytes_received',
];

/** One line a slice of the run, RFC 4180. Targets are A and B, so that no text from outside is in it. */
export function renderCsv({ plan, result }: LoadOutcome): string {
  const open = plan.load.kind === 'open';
  const number = (value: number): string => (Number.isFinite(value) ? String(Math.round(value * 1_000) / 1_000) : '');
  const rows = result.slices.map((slice) => {
    const { counts } = slice;
    const { target, purpose, fromMs, lengthMs } = slice.slice;
    const histogram = answerHistogram(slice, open);
    const at = (share: number): number => percentile(histogram, share) / 1_000;
    const times = [at(0.5), at(0.9), at(0.95), at(0.99), histogram.total === 0 ? Number.NaN : histogram.max / 1_000];
    const numbers = [
      fromMs,
      lengthMs,
      counts.sent,
      counts.ok,
      counts.failed,
      counts.unfinished,
      counts.dropped,
      ...times,
      counts.bytesReceived,
    ];
    return ['AB'[target] ?? '', purpose, ...numbers.map(number)].join(',');
  });
  return `${[CSV_COLUMNS.join(','), ...rows].join('\r\n')}\r\n`;
}

/** HdrHistogram's interval log, version 1.3: one interval for each slice, latencies in microseconds. */
export function renderHdrLog({ plan, result }: LoadOutcome): string {
  const open = plan.load.kind === 'open';
  const startSeconds = Date.parse(result.startedAt) / 1_000;
  const lines = result.slices
    .filter((slice) => slice.slice.purpose === 'measured')
    .map((slice) => ({ slice: slice.slice, histogram: answerHistogram(slice, open) }))
    .filter(({ histogram }) => histogram.total > 0)
    .map(({ slice, histogram }) => {
      const tag = plan.targets.length > 1 ? `Tag=${'AB'[slice.target] ?? ''},` : '';
      const length = Number.isFinite(slice.lengthMs) ? slice.lengthMs / 1_000 : 0;
      return `${tag}${(slice.fromMs / 1_000).toFixed(3)},${length.toFixed(3)},${(histogram.max / 1_000).toFixed(3)},${encodeHistogram(histogram)}`;
    });
  const head = [
    '#[Logged with api-load]',
    '#[Histogram log format version 1.3]',
    `#[StartTime: ${startSeconds.toFixed(3)} (seconds since epoch), ${result.startedAt}]`,
    `#[BaseTime: ${startSeconds.toFixed(3)} (seconds since epoch)]`,
    '"StartTimestamp","Interval_Length","Interval_Max","Interval_Compressed_Histogram"',
  ];
  return `${[...head, ...lines].join('\n')}\n`;
}

const BOUNDS_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** OpenMetrics 1.0 text, for a Prometheus text-file collector or a push gateway. Seconds, as its rules want. */
export function renderOpenMetrics({ targets, client, plan }: LoadOutcome): string {
  const labels = (target: TargetSummary, more = ''): string =>
    `{url="${escapeLabel(target.url)}",method="${escapeLabel(describeMethod(plan.traffic))}"${more}}`;
  const outcomes = ['ok', 'failed', 'unfinished', 'dropped'] as const;
  const lines = [
    '# TYPE api_load_requests counter',
    '# HELP api_load_requests Requests by what became of them.',
    ...targets.flatMap((target) =>
      outcomes.map((name) => `api_load_requests_total${labels(target, `,outcome="${name}"`)} ${target.counts[name]}`),
    ),
    '# TYPE api_load_errors counter',
    '# HELP api_load_errors Failed requests by kind.',
    ...targets.flatMap((target) =>
      target.errors.map(
        ({ kind, count }) => `api_load_errors_total${labels(target, `,kind="${escapeLabel(kind)}"`)} ${count}`,
      ),
    ),
    '# TYPE api_load_latency_seconds histogram',
    '# UNIT api_load_latency_seconds seconds',
    '# HELP api_load_latency_seconds Latency of requests; timeouts and unfinished ones as lower bounds.',
    ...targets.flatMap((target) => histogramLines(target.histogram, (more) => labels(target, more))),
    '# TYPE api_load_rate gauge',
    '# HELP api_load_rate Complete answers a second.',
    ...targets.map((target) => `api_load_rate${labels(target)} ${target.rps}`),
    '# TYPE api_load_client_healthy gauge',
    '# HELP api_load_client_healthy 1 where the client kept up, 0 where its own waiting is in the latencies.',
    `api_load_client_healthy ${client.verdict === 'healthy' ? 1 : 0}`,
    '# EOF',
  ];
  return `${lines.join('\n')}\n`;
}

function histogramLines(histogram: Histogram, labels: (more: string) => string): readonly string[] {
  const buckets = BOUNDS_SECONDS.map(
    (bound) => `api_load_latency_seconds_bucket${labels(`,le="${bound}"`)} ${countUpTo(histogram, bound * 1e6)}`,
  );
  return [
    ...buckets,
    `api_load_latency_seconds_bucket${labels(',le="+Inf"')} ${histogram.total}`,
    `api_load_latency_seconds_sum${labels('')} ${histogram.sum / 1e6}`,
    `api_load_latency_seconds_count${labels('')} ${histogram.total}`,
  ];
}

function escapeLabel(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}
