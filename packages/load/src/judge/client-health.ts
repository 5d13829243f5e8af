// Whether the client could keep up. A client that waits for itself measures itself, and not the server.
import { formatCount, formatMs, formatPercent } from '@senior-backend/core/report/number';
import type { ClientRecord, ThreadRecord } from '../measure/result.js';
import type { TargetSummary } from '../measure/summary.js';
import type { Plan } from '../model/plan.js';

export type ClientVerdict = 'healthy' | 'suspect' | 'saturated';

export interface ClientHealth {
  readonly verdict: ClientVerdict;
  /** The busiest thread: share of its time that its event loop was not idle, 0 to 1. */
  readonly utilisation: number;
  /** CPU time over wall time of the whole process: 1.2 is more than one core. */
  readonly cores: number;
  /** The thread that waited longest for a CPU: share of its time. Null where the system does not say. */
  readonly runQueueWait: number | null;
  /** Why it is not healthy, in sentences. */
  readonly reasons: readonly string[];
}

interface Limit {
  readonly suspect: number;
  readonly saturated: number;
}

const UTILISATION: Limit = { suspect: 0.9, saturated: 0.98 };
const RUN_QUEUE_WAIT: Limit = { suspect: 0.1, saturated: 0.3 };
const STOLEN: Limit = { suspect: 0.05, saturated: 0.2 };
const LONGEST_COLLECTION_MS: Limit = { suspect: 50, saturated: 500 };
const RETRANSMITTED: Limit = { suspect: 0.01, saturated: 0.1 };
/** Descriptors that the process itself needs. */
const OWN_DESCRIPTORS = 40;
/** Later than this is late, however long the answers take. */
const LEAST_LAG_MS = 2;

export function judgeClient(client: ClientRecord, plan: Plan, summary: TargetSummary | undefined): ClientHealth {
  const { threads } = client;
  const wallMs = Math.max(1, ...threads.map((thread) => thread.wallMs));
  const utilisation = Math.max(0, ...threads.map((thread) => thread.utilisation));
  const runQueueWait = worst(threads, (thread) => thread.runQueueWaitMs && thread.runQueueWaitMs / thread.wallMs);
  const collectionMs = Math.max(0, ...threads.map((thread) => thread.longestCollectionMs));
  const findings = [
    // In an open loop a busy thread may be one that waits by spinning; there it shows in the send lag whether it is late.
    plan.load.kind === 'open'
      ? undefined
      : grade(utilisation, UTILISATION, `the event loop was busy for ${formatPercent(utilisation, 0)} of the time`),
    grade(
      runQueueWait,
      RUN_QUEUE_WAIT,
      `threads waited for a free core for ${formatPercent(runQueueWait ?? 0, 0)} of the time`,
    ),
    grade(
      client.stolen,
      STOLEN,
      `the hypervisor gave ${formatPercent(client.stolen ?? 0, 0)} of this machine to others`,
    ),
    grade(collectionMs, LONGEST_COLLECTION_MS, `a garbage collection took ${formatMs(collectionMs)} ms`),
    grade(
      client.retransmitted,
      RETRANSMITTED,
      `${formatPercent(client.retransmitted ?? 0)} of the TCP segments were sent again`,
    ),
    ...resourceFindings(client, plan),
    ...(summary ? paceFindings(plan, summary) : []),
  ].filter((finding) => finding !== undefined);
  return {
    verdict: findings.some((finding) => finding.verdict === 'saturated')
      ? 'saturated'
      : findings.length > 0
        ? 'suspect'
        : 'healthy',
    utilisation,
    cores: threads.length === 0 ? 0 : client.cpuMs / wallMs,
    runQueueWait,
    reasons: findings.map((finding) => finding.reason),
  };
}

interface Finding {
  readonly verdict: Exclude<ClientVerdict, 'healthy'>;
  readonly reason: string;
}

function resourceFindings({ descriptorLimit, listenDrops }: ClientRecord, plan: Plan): readonly Finding[] {
  const findings: Finding[] = [];
  const { load, http2Sessions, pipeline } = plan;
  const users = load.kind === 'closed' ? load.concurrency : load.connections;
  const connections = http2Sessions > 0 ? http2Sessions : Math.ceil(users / pipeline);
  if (descriptorLimit !== null && connections * plan.targets.length + OWN_DESCRIPTORS > descriptorLimit) {
    const reason = `${formatCount(connections)} connections may be more than the limit of ${formatCount(descriptorLimit)} open files allows (ulimit -n)`;
    findings.push({ verdict: 'suspect', reason });
  }
  if (listenDrops !== null && listenDrops > 0) {
    findings.push({
      verdict: 'suspect',
      reason: `a listener on this machine dropped ${formatCount(listenDrops)} connections (its backlog was full)`,
    });
  }
  return findings;
}

/** Whether an open loop was held: requests begun late, or not at all, are a load that nobody asked for. */
function paceFindings({ load }: Plan, { sendLag, service, counts }: TargetSummary): readonly Finding[] {
  if (load.kind !== 'open' || sendLag === null) return [];
  const lagMs = sendLag.p99;
  const typicalMs = service.p50 ?? 0;
  const suspect = Math.max(LEAST_LAG_MS, typicalMs * 0.2);
  const findings = [
    grade(
      lagMs,
      { suspect, saturated: suspect * 10 },
      `one request in a hundred began ${formatMs(lagMs ?? 0)} ms late or later`,
    ),
  ].filter((finding) => finding !== undefined);
  const due = counts.sent + counts.dropped;
  if (counts.dropped === 0) return findings;
  const reason = `${formatCount(counts.dropped)} of ${formatCount(due)} requests were dropped, because all ${formatCount(load.connections)} connections were busy (--connections)`;
  return [...findings, { verdict: counts.dropped > due * 0.1 ? 'saturated' : 'suspect', reason }];
}

function grade(value: number | null, limit: Limit, reason: string): Finding | undefined {
  if (value === null || value < limit.suspect) return undefined;
  return { verdict: value < limit.saturated ? 'suspect' : 'saturated', reason };
}

function worst(threads: readonly ThreadRecord[], of: (thread: ThreadRecord) => number | null): number | null {
  const values = threads.map(of).filter((value) => value !== null);
  return values.length === 0 ? null : Math.max(...values);
}
