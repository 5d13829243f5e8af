// Advice, each sentence from something that the run has measured; none where nothing was missed.
import { formatCount, formatMs, formatPercent } from '@senior-backend/core/report/number';
import type { RunResult } from '../measure/result.js';
import type { TargetSummary } from '../measure/summary.js';
import type { Plan } from '../model/plan.js';
import type { ClientHealth } from './client-health.js';
import type { DatabaseFinding } from './database.js';
import { goneServer, otherScheme, refusedRequests, speaksNoTls } from './name-slips.js';
import type { Verdict } from './threshold.js';

export interface Evidence {
  readonly plan: Plan;
  readonly result: RunResult;
  readonly summary: TargetSummary;
  readonly missed: readonly Verdict[];
  readonly client: ClientHealth;
  readonly database: DatabaseFinding | null;
}

export function recommend(evidence: Evidence): readonly string[] {
  const { summary, missed } = evidence;
  const troubled = missed.length > 0 || summary.counts.failed + summary.counts.unfinished > 0;
  if (!troubled) return [];
  return [
    clientLimit(evidence),
    unreachable(evidence),
    otherProtocol(evidence),
    refusedRequests(evidence),
    overload(evidence),
    unanswered(evidence),
    goneServer(evidence) ?? otherScheme(evidence) ?? lostConnections(evidence),
    inDatabase(evidence),
    queueing(evidence),
    tail(evidence),
  ].flatMap((sentence) => sentence ?? []);
}

function clientLimit({ client }: Evidence): string | undefined {
  if (client.verdict === 'healthy') return undefined;
  return `The client ${client.verdict === 'suspect' ? 'may not have kept' : 'did not keep'} up (CLIENT says why). Use fewer users, more --threads where cores are free, or a machine of its own before you judge the server.`;
}

function unreachable({ summary, result, plan }: Evidence): string | undefined {
  if (result.reachable) return undefined;
  const [worst] = summary.errors;
  if (speaksNoTls(result)) return 'The server does not speak TLS at this port. Write http://, or correct the port.';
  if (worst?.kind.startsWith('tls.'))
    return 'No connection passed the TLS handshake. Check the certificate chain of the server, or give its authority with --ca.';
  if (worst?.kind === 'connect.timeout' && plan.targets.some(({ secure }) => secure))
    return 'No connection was opened in time, its TLS handshake included. Does the server speak TLS at this port? If not, write http://; else check the address and the firewall between.';
  return worst?.kind === 'connect.refused'
    ? 'Nobody listens at this address and port. Start the server, or correct the port.'
    : 'No connection could be opened. Check the address, the port and the firewall between.';
}

/** Nothing but broken frames: as a rule an answer of HTTP/1.1 to the preface. */
function otherProtocol({ plan, summary }: Evidence): string | undefined {
  const { sent } = summary.counts;
  if (plan.http2Sessions === 0 || sent === 0 || countOf(summary, (kind) => kind === 'http2.protocol') < sent)
    return undefined;
  const place = plan.targets.some(({ secure }) => secure) ? '' : ' without TLS';
  return `The server does not seem to speak HTTP/2${place}: leave out --http2, or ask where it does.`;
}

function overload({ summary, result }: Evidence): string | undefined {
  const overloaded = summary.statuses.filter(
    ([status]) => status === 503 || status === 502 || status === 504 || status === 429,
  );
  const [worst] = [...overloaded].sort((a, b) => b[1] - a[1]);
  if (!worst) return undefined;
  const [status, count] = worst;
  const first = result.slices.find((slice) => slice.statuses.some(([seen]) => seen === status));
  const since =
    first && Number.isFinite(first.slice.lengthMs)
      ? `, since second ${formatCount(first.slice.fromMs / 1_000)} of the run`
      : '';
  const share = formatPercent(count / Math.max(1, summary.counts.answered));
  if (status === 429) return `The server limits its clients: ${share} of the answers were 429${since}.`;
  return `${share} of the answers were ${status}${since}: the server, or something in front of it, refuses work at this load. Look for a limit on workers, connections or its upstream.`;
}

function unanswered({ summary, plan }: Evidence): string | undefined {
  const late = countOf(summary, (kind) => kind.startsWith('timeout.')) + summary.counts.unfinished;
  if (late === 0) return undefined;
  const requests = late === 1 ? 'One request' : `${formatCount(late)} requests`;
  return `${requests} had no answer in time (--timeout ${formatMs(plan.timeoutMs)} ms), which counts in the percentiles as a lower bound. Where do they wait? A pool that is used up and a lock look exactly like this.`;
}

function lostConnections({ summary }: Evidence): string | undefined {
  const lost = countOf(summary, (kind) => kind.startsWith('reset.') || kind.startsWith('closed.'));
  if (lost === 0) return undefined;
  const answers = lost === 1 ? 'One answer was lost with its' : `${formatCount(lost)} answers were lost with their`;
  return `${answers} connection. A server that crashes or restarts, or a proxy with a shorter timeout than the server's, does that.`;
}

/** Where statements take most of the time of an answer, the one that takes most of it is what to look at. */
function inDatabase({ database, summary }: Evidence): string | undefined {
  const [worst] = database?.record.statements ?? [];
  const meanMs = summary.service.mean;
  if (!worst || database?.perRequestMs == null || meanMs === null || database.perRequestMs < meanMs / 2)
    return undefined;
  const share = formatPercent(Math.min(1, database.perRequestMs / meanMs), 0);
  return `${share} of the time of an answer is spent in the database, most of it in: ${worst.text} (${formatCount(worst.calls)} calls of ${formatMs(worst.totalMs / worst.calls)} ms). db-migrate --analyze looks at it.`;
}

/** Little's law: in a closed loop, latency is users over throughput once the server has no idle capacity. */
function queueing({ summary, plan, missed }: Evidence): string | undefined {
  const { min, p50 } = summary.latency;
  if (missed.length === 0 || min === null || p50 === null || p50 < min * 5) return undefined;
  const slow = `The median (${formatMs(p50)} ms) is ${formatCount(p50 / min)} times the fastest answer (${formatMs(min)} ms)`;
  if (plan.load.kind === 'open')
    return `${slow}: at this rate most of the time is waiting in line. A lower --rate shows where the line begins.`;
  return `${slow}: with ${formatCount(plan.load.concurrency)} users most of the time is waiting in line. Compare with a lower --concurrency: where the rate stays at ${formatCount(summary.rps)}/s, the server is at its limit.`;
}

function tail({ summary, missed }: Evidence): string | undefined {
  const { p50, p99 } = summary.latency;
  if (missed.length === 0 || p50 === null || p99 === null || p99 < p50 * 10) return undefined;
  return `One request in a hundred takes ${formatCount(p99 / p50)} times the median: look for what is rare and slow, such as garbage collection, a cold cache, a lock, or one slow kind of query.`;
}

function countOf(summary: TargetSummary, matches: (kind: string) => boolean): number {
  return summary.errors.filter((error) => matches(error.kind)).reduce((sum, error) => sum + error.count, 0);
}
