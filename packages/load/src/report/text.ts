// The report that a person reads.
import type { Block, Field } from '@senior-backend/core/report/model';
import { formatCount, formatDuration, formatFixed, formatMs, formatPercent } from '@senior-backend/core/report/number';
import type { LoadOutcome } from '../judge/outcome.js';
import type { Verdict } from '../judge/threshold.js';
import type { Latency, TargetSummary } from '../measure/summary.js';
import { describeComparison } from './describe-comparison.js';
import { describeDatabase } from './describe-database.js';
import { describeDetails } from './describe-details.js';
import { describeLoad, describeProxy } from './describe-load.js';
import { operationBlocks } from './describe-operations.js';
import { describeRateLimit } from './describe-rate-limit.js';
import { describeMethod } from './describe-traffic.js';
import { plotBlocks } from './plots.js';

const MOST_ERRORS = 12;

export function describeOutcome(outcome: LoadOutcome): readonly Block[] {
  const { targets, comparison } = outcome;
  const twoTargets = targets.length > 1;
  return [
    { kind: 'title', text: 'Load Test Results' },
    { kind: 'fields', fields: headFields(outcome) },
    ...notes(outcome),
    ...targets.flatMap((target, index) => [
      ...(twoTargets ? [{ kind: 'heading', text: `TARGET ${'AB'[index]}: ${target.url}` } as const] : []),
      ...describeTarget(target),
    ]),
    ...operationBlocks(outcome),
    ...(comparison ? describeComparison(comparison) : []),
    ...(outcome.database ? describeDatabase(outcome.database) : []),
    ...(outcome.rateLimit ? describeRateLimit(outcome.rateLimit) : []),
    ...describeThresholds(outcome.thresholds),
    ...describeClient(outcome),
    ...targets.flatMap((target, index) => describeDetails(target, twoTargets ? ` ${'AB'[index]}` : '')),
    ...recommendationBlocks(outcome.recommendations),
    ...plotBlocks(outcome),
  ];
}

function headFields({ plan, result, targets }: LoadOutcome): readonly Field[] {
  const name = describeMethod(plan.traffic);
  const method = name === 'GET' ? '' : `${name}, `.replace(/^([A-Z]+), $/, '$1 ');
  const length =
    plan.schedule.requests === undefined
      ? formatDuration(Math.round(result.sendingMs / 100) * 100)
      : showElapsed(result.elapsedMs);
  const shown = targets.map((target) => `${method}${target.url}`);
  const names: readonly Field[] =
    shown.length > 1
      ? shown.map((value, index) => ({ label: `Target ${'AB'[index]}`, value }))
      : [{ label: 'Target', value: shown[0] ?? '' }];
  return [...names, { label: 'Duration', value: `${length} | ${describeLoad(plan)}` }];
}

function showElapsed(ms: number): string {
  return ms < 1_000 ? formatDuration(Math.round(ms)) : `${formatFixed(ms / 1_000, 1)}s`;
}

function notes({ plan, result, expectStatus }: LoadOutcome): readonly Block[] {
  const lines: Block[] = [];
  if (result.interrupted)
    lines.push({ kind: 'paragraph', text: 'Interrupted: this is what was done until then.', tone: 'warning' });
  if (result.stoppedEarly) {
    lines.push({
      kind: 'paragraph',
      text: 'Stopped early: a threshold was missed (--abort-on-fail).',
      tone: 'warning',
    });
  }
  const { proxy } = plan.targets[0];
  if (proxy) lines.push({ kind: 'paragraph', text: `Through the proxy ${describeProxy(proxy)}.`, tone: 'muted' });
  if (!plan.tls.verify && plan.targets.some((target) => target.secure))
    lines.push({ kind: 'paragraph', text: 'TLS was not verified (--insecure).', tone: 'warning' });
  if (expectStatus.length > 0)
    lines.push({ kind: 'paragraph', text: `Successful is status ${expectStatus.join(', ')}.`, tone: 'muted' });
  return lines;
}

function describeTarget(target: TargetSummary): readonly Block[] {
  return [
    { kind: 'heading', text: 'THROUGHPUT:' },
    { kind: 'fields', fields: throughputFields(target) },
    { kind: 'heading', text: 'LATENCY (ms):' },
    { kind: 'fields', fields: latencyFields(target) },
    ...latencyNotes(target),
    ...errorBlocks(target),
  ];
}

function throughputFields({ counts, rps, leftOut }: TargetSummary): readonly Field[] {
  const share = (part: number): string => (counts.sent === 0 ? '' : ` (${formatPercent(part / counts.sent)})`);
  return [
    { label: 'Total requests', value: formatCount(counts.sent) },
    { label: 'Requests/sec', value: formatFixed(rps, 1) },
    { label: 'Successful', value: `${formatCount(counts.ok)}${share(counts.ok)}` },
    {
      label: 'Failed',
      value: `${formatCount(counts.failed)}${share(counts.failed)}`,
      ...(counts.failed > 0 && { tone: 'bad' as const }),
    },
    ...(counts.unfinished > 0
      ? [
          {
            label: 'Unfinished',
            value: `${formatCount(counts.unfinished)}${share(counts.unfinished)}`,
            tone: 'bad' as const,
          },
        ]
      : []),
    ...(counts.dropped > 0
      ? [{ label: 'Dropped', value: `${formatCount(counts.dropped)} (no free connection)`, tone: 'bad' as const }]
      : []),
    ...(leftOut > 0
      ? [{ label: 'Left out', value: `${formatCount(leftOut)} (settling in)`, tone: 'muted' as const }]
      : []),
  ];
}

function latencyFields({ latency }: TargetSummary): readonly Field[] {
  const show = (value: number | null): string => (value === null ? '–' : formatMs(value));
  return [
    { label: 'Min', value: show(latency.min) },
    { label: 'Avg', value: show(latency.mean) },
    { label: 'P50', value: show(latency.p50) },
    { label: 'P95', value: show(latency.p95) },
    { label: 'P99', value: show(latency.p99) },
    { label: 'Max', value: show(latency.max) },
  ];
}

/** What would otherwise make the percentiles say something else than they seem to. */
function latencyNotes({ lowerBounds, byClass, histogram, service, sendLag }: TargetSummary): readonly Block[] {
  const notes: Block[] = [];
  if (sendLag) {
    const of = (latency: Latency): string =>
      `p50 ${formatMs(latency.p50 ?? Number.NaN)}, p99 ${formatMs(latency.p99 ?? Number.NaN)}`;
    const text = `from when each request was due; service time alone: ${of(service)}; begun late by: ${of(sendLag)}`;
    notes.push({ kind: 'paragraph', text, tone: 'muted' });
  }
  if (lowerBounds > 0)
    notes.push({
      kind: 'paragraph',
      text: `${formatCount(lowerBounds)} of these had no answer in time and count with the time that was waited.`,
      tone: 'warning',
    });
  const classes = Object.entries(byClass).filter(([, part]) => part.total > 0);
  const smaller =
    classes.length > 1 &&
    classes.some(([, part]) => part.total >= histogram.total * 0.01 && part.total < histogram.total);
  if (smaller) {
    const parts = classes.map(
      ([name, part]) =>
        `${name}: mean ${formatMs(part.sum / part.total / 1_000)}, max ${formatMs(part.max / 1_000)} (${formatCount(part.total)})`,
    );
    notes.push({ kind: 'paragraph', text: `by status: ${parts.join(' · ')}`, tone: 'muted' });
  }
  return notes;
}

function errorBlocks({ errors }: TargetSummary): readonly Block[] {
  if (errors.length === 0) return [];
  const rest = errors.slice(MOST_ERRORS);
  return [
    { kind: 'heading', text: 'ERRORS:' },
    {
      kind: 'fields',
      fields: errors.slice(0, MOST_ERRORS).map(({ label, count }) => ({ label, value: formatCount(count) })),
    },
    ...(rest.length > 0
      ? [{ kind: 'paragraph', text: `and ${rest.length} more kinds (see --json)`, tone: 'muted' } as const]
      : []),
  ];
}

function describeThresholds(verdicts: readonly Verdict[]): readonly Block[] {
  if (verdicts.length === 0) return [];
  const items = verdicts.map(({ expression, ok, actual }) => ({
    text: `${ok ? 'met   ' : 'missed'} ${expression} (${actual === null ? 'nothing measured' : showActual(expression, actual)})`,
    tone: ok ? ('good' as const) : ('bad' as const),
  }));
  return [
    { kind: 'heading', text: 'THRESHOLDS:' },
    { kind: 'list', items },
  ];
}

function showActual(expression: string, actual: number): string {
  if (/%\s*$/.test(expression)) return formatPercent(actual, 2);
  return /^(?:rps|requests|errors|unfinished)/i.test(expression)
    ? formatFixed(actual, expression.startsWith('rps') ? 1 : 0)
    : `${formatMs(actual)} ms`;
}

/** Nothing where no thread has sent anything. */
function describeClient({ client, result }: LoadOutcome): readonly Block[] {
  if (result.client.threads.length === 0) return [];
  const wait = client.runQueueWait === null ? '' : `, waited for a core ${formatPercent(client.runQueueWait)}`;
  const threads = `${result.threads} ${result.threads === 1 ? 'thread' : 'threads'}, ${result.engine} engine${result.engineReason === '' ? '' : `: ${result.engineReason}`}`;
  const line = `CLIENT: ${client.verdict} (event loop ${formatPercent(client.utilisation, 0)} busy, ${formatFixed(client.cores, 2)} cores${wait}, ${threads})`;
  const reasons = `${client.reasons.join('; ')}: the latencies ${client.verdict === 'suspect' ? 'may ' : ''}include its own waiting`;
  return [
    { kind: 'heading', text: line },
    ...(client.reasons.length > 0 ? [{ kind: 'paragraph', text: reasons, tone: 'warning' } as const] : []),
  ];
}

function recommendationBlocks(sentences: readonly string[]): readonly Block[] {
  if (sentences.length === 0) return [];
  return [
    { kind: 'heading', text: 'RECOMMENDATION:' },
    ...sentences.map((text) => ({ kind: 'paragraph', text }) as const),
  ];
}
