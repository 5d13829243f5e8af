// What one target's slices add up to: the numbers that reports and verdicts are made of.
import { FAILURE_LABELS, type FailureKind } from '../model/failures.js';
import type { Plan } from '../model/plan.js';
import { mergeCounts, sumCounts } from './collect.js';
import { type Histogram, mean, mergeHistograms, percentile } from './histogram.js';
import type { Counts, RunResult, SliceResult, Timings } from './result.js';

/** Milliseconds; null where nothing was recorded. */
export interface Latency {
  readonly min: number | null;
  readonly mean: number | null;
  readonly p50: number | null;
  readonly p75: number | null;
  readonly p90: number | null;
  readonly p95: number | null;
  readonly p99: number | null;
  readonly p99_9: number | null;
  readonly max: number | null;
}

export interface CountedError {
  /** A kind of the closed list, or `http.503`. */
  readonly kind: string;
  readonly label: string;
  readonly count: number;
}

export interface TargetSummary {
  readonly url: string;
  readonly counts: Counts;
  /** Requests of the warm-up and of the beginnings of blocks: sent, and left out of everything else. */
  readonly leftOut: number;
  /** Over all requests, left-out ones too: what the server has counted. */
  readonly delivered: number;
  /** Opened over the whole run, those ahead of it too; `resumed`: whose TLS handshake took up an earlier session. */
  readonly connections: { readonly opened: number; readonly resumed: number };
  /** Complete answers a second during the time of sending. */
  readonly rps: number;
  /** Every answer, whatever its status, with timeouts and unfinished requests as lower bounds. */
  readonly histogram: Histogram;
  readonly latency: Latency;
  readonly byClass: Readonly<Record<'2xx' | '3xx' | '4xx' | '5xx', Histogram>>;
  readonly service: Latency;
  /** In an open loop, how late requests were begun. */
  readonly sendLag: Latency | null;
  /** How many values of the histogram are lower bounds. */
  readonly lowerBounds: number;
  readonly phases: Readonly<Record<'connect' | 'tls' | 'firstByte', Latency>>;
  readonly statuses: readonly (readonly [status: number, count: number])[];
  readonly errors: readonly CountedError[];
}

/** The part of a result that a summary is made of; also of a run that goes on. */
type Measured = Pick<RunResult, 'slices' | 'sendingMs' | 'elapsedMs' | 'reachable' | 'failures'>;

export function summariseTarget(plan: Plan, result: Measured, target: number): TargetSummary {
  const all = result.slices.filter((slice) => slice.slice.target === target);
  const measured = all.filter((slice) => slice.slice.purpose === 'measured');
  const merge = (pick: (slice: SliceResult) => Histogram): Histogram => mergeHistograms(measured.map(pick));
  const open = plan.load.kind === 'open';
  const histogram = mergeHistograms(measured.map((slice) => answerHistogram(slice, open)));
  const service = open ? mergeHistograms(measured.map((slice) => answerHistogram(slice, false))) : histogram;
  const timings = (slice: SliceResult): Timings => (open ? slice.response : slice.service);
  const counts = result.reachable ? sumCounts(measured.map((slice) => slice.counts)) : neverReached(result);
  const statuses = mergeCounts(measured.flatMap((slice) => slice.statuses));
  const whole = sumCounts(all.map((slice) => slice.counts));
  return {
    url: plan.targets[target]?.url ?? '',
    counts,
    leftOut: whole.sent - (result.reachable ? counts.sent : 0),
    delivered: whole.delivered,
    connections: { opened: whole.connections, resumed: whole.resumed },
    rps: rate(measured, result, counts),
    histogram,
    latency: latencyOf(histogram),
    byClass: {
      '2xx': merge((slice) => timings(slice)['2xx']),
      '3xx': merge((slice) => timings(slice)['3xx']),
      '4xx': merge((slice) => timings(slice)['4xx']),
      '5xx': merge((slice) => timings(slice)['5xx']),
    },
    service: latencyOf(service),
    sendLag: open ? latencyOf(merge((slice) => slice.sendLag)) : null,
    lowerBounds: merge((slice) => slice.service.cut).total,
    phases: {
      connect: latencyOf(mergeHistograms(all.map((slice) => slice.connect))),
      tls: latencyOf(mergeHistograms(all.map((slice) => slice.tls))),
      firstByte: latencyOf(merge((slice) => slice.firstByte)),
    },
    statuses,
    errors: [
      ...statusErrors(mergeCounts(measured.flatMap((slice) => slice.unwanted))),
      ...failureErrors(result, measured),
    ].sort((a, b) => b.count - a.count),
  };
}

/** Every answer of a slice, with what was cut: response times in an open loop, else service times. */
export function answerHistogram(slice: SliceResult, open: boolean): Histogram {
  return mergeHistograms(Object.values(open ? slice.response : slice.service));
}

/** Where not one connection could be opened, the attempts to open them are the requests that failed. */
function neverReached(result: Measured): Counts {
  const failed = result.failures.reduce((sum, failure) => sum + failure.count, 0);
  return { ...sumCounts([]), sent: failed, failed };
}

function rate(measured: readonly SliceResult[], result: Measured, counts: Counts): number {
  const lengthMs = measured.reduce((sum, { slice }) => sum + slice.lengthMs, 0);
  const spentMs = Number.isNaN(lengthMs) ? result.elapsedMs : Math.min(lengthMs, result.sendingMs);
  return spentMs > 0 ? ((counts.answered - counts.late) * 1_000) / spentMs : 0;
}

/** From a histogram in microseconds. */
export function latencyOf(histogram: Histogram): Latency {
  const at = (share: number): number | null => (histogram.total === 0 ? null : percentile(histogram, share) / 1_000);
  const nothing = histogram.total === 0;
  return {
    min: nothing ? null : histogram.min / 1_000,
    mean: nothing ? null : mean(histogram) / 1_000,
    p50: at(0.5),
    p75: at(0.75),
    p90: at(0.9),
    p95: at(0.95),
    p99: at(0.99),
    p99_9: at(0.999),
    max: nothing ? null : histogram.max / 1_000,
  };
}

function statusErrors(unwanted: readonly (readonly [number, number])[]): readonly CountedError[] {
  return unwanted.map(([status, count]) => ({ kind: `http.${status}`, label: `HTTP ${status}`, count }));
}

function failureErrors(result: Measured, measured: readonly SliceResult[]): readonly CountedError[] {
  const counted: readonly (readonly [FailureKind, number])[] = result.reachable
    ? mergeCounts(measured.flatMap((slice) => slice.failures))
    : result.failures.map(({ kind, count }) => [kind, count] as const);
  return counted.map(([kind, count]) => ({ kind, label: FAILURE_LABELS[kind], count }));
}
