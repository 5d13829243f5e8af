// Whether the client could keep up. A client that waits for itself measures itself, and not the server.
import { formatCount, formatMs, formatPercent } from '@senior-backend/core/report/number';
import type { Plan } from '../model/plan.js';
import type { ClientRecord, ThreadRecord } from '../model/result.js';

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

export function judgeClient(client: ClientRecord, plan: Plan): ClientHealth {
  const { threads } = client;
  const wallMs = Math.max(1, ...threads.map((thread) => thread.wallMs));
  const utilisation = Math.max(0, ...threads.map((thread) => thread.utilisation));
  const runQueueWait = worst(threads, (thread) => thread.runQueueWaitMs && thread.runQueueWaitMs / thread.wallMs);
  const collectionMs = Math.max(0, ...threads.map((thread) => thread.longestCollectionMs));
  const findings = [
    grade(utilisation, UTILISATION, `the event loop was busy for ${formatPercent(utilisation, 0)} of the time`),
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
  ].filter((finding) => finding !== undefined);
  return {
    verdict: findings.some((finding) => finding.verdict === 'saturated')
      ? 'saturated'
      : findings.length > 0
        ? 'suspect'
        : 'healthy',
    utilisation,
    cores: client.cpuMs / wallMs,
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
  const wanted = plan.concurrency * plan.targets.length + OWN_DESCRIPTORS;
  if (descriptorLimit !== null && wanted > descriptorLimit) {
    const reason = `${formatCount(plan.concurrency)} users need more open files than the limit of ${formatCount(descriptorLimit)} (ulimit -n)`;
    findings.push({ verdict: 'saturated', reason });
  }
  if (listenDrops !== null && listenDrops > 0) {
    findings.push({
      verdict: 'suspect',
      reason: `a listener on this machine dropped ${formatCount(listenDrops)} connections (its backlog was full)`,
    });
  }
  return findings;
}

function grade(value: number | null, limit: Limit, reason: string): Finding | undefined {
  if (value === null || value < limit.suspect) return undefined;
  return { verdict: value < limit.saturated ? 'suspect' : 'saturated', reason };
}

function worst(threads: readonly ThreadRecord[], of: (thread: ThreadRecord) => number | null): number | null {
  const values = threads.map(of).filter((value) => value !== null);
  return values.length === 0 ? null : Math.max(...values);
}
