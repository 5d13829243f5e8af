// `data` of the JSON document.
import type { LoadOutcome } from '../judge/outcome.js';
import { encodeHistogram } from '../measure/hdr.js';
import { latencyOf, type TargetSummary } from '../measure/summary.js';
import { operationNames } from '../model/traffic.js';
import type { LoadData } from './data-schema.js';
import { toDatabaseData } from './database-data.js';
import { describeProxy } from './describe-load.js';
import { describeMethod } from './describe-traffic.js';

export function toData(outcome: LoadOutcome): LoadData {
  const { plan, result } = outcome;
  return {
    targets: outcome.targets.map((target, index) => targetData(outcome, target, index)),
    operations: operationData(outcome),
    seed: plan.traffic.seed,
    durationMs: result.sendingMs,
    load: loadDataOf(outcome),
    engineReason: result.engineReason,
    threads: result.threads,
    startedAt: result.startedAt,
    interrupted: result.interrupted,
    stoppedEarly: result.stoppedEarly,
    tlsVerified: plan.targets.some((target) => target.secure) ? plan.tls.verify : null,
    client: clientData(outcome),
    thresholds: outcome.thresholds.map((verdict) => ({ ...verdict })),
    comparison: comparisonData(outcome),
    rateLimit: outcome.rateLimit,
    database: outcome.database && toDatabaseData(outcome.database),
    recommendations: [...outcome.recommendations],
  };
}

function loadDataOf({ plan, result }: LoadOutcome): LoadData['load'] {
  const { load, pipeline } = plan;
  if (load.kind === 'closed') return { ...load, pipeline };
  return { ...load, pacing: result.pacing ?? 'sleep', stages: load.stages.map((stage) => ({ ...stage })) };
}

function clientData({ result, client, targets }: LoadOutcome): LoadData['client'] {
  const { cpuMs, stolen, retransmitted, listenDrops, threads } = result.client;
  const answered = targets.reduce((sum, target) => sum + target.delivered, 0);
  return {
    verdict: client.verdict,
    cpuMs,
    cpuUsPerRequest: answered > 0 ? (cpuMs * 1_000) / answered : null,
    cores: client.cores,
    utilisation: client.utilisation,
    runQueueWait: client.runQueueWait,
    reasons: [...client.reasons],
    stolen,
    retransmitted,
    listenDrops,
    threads: threads.map((thread) => ({ ...thread })),
  };
}

function comparisonData({ comparison }: LoadOutcome): LoadData['comparison'] {
  return (
    comparison && {
      ...comparison,
      metrics: comparison.metrics.map((metric) => ({ ...metric })),
      undecided: [...comparison.undecided],
      caveats: [...comparison.caveats],
      mismatches: [...comparison.mismatches],
    }
  );
}

function operationData({ plan, result }: LoadOutcome): LoadData['operations'] {
  const names = operationNames(plan.traffic);
  return result.operations.map(({ sent, ok, failed, histogram }, index) => ({
    name: names[index] ?? '',
    sent,
    ok,
    failed,
    latencyMs: latencyOf(histogram),
  }));
}

function targetData({ plan, result }: LoadOutcome, target: TargetSummary, index: number): LoadData['targets'][number] {
  const { counts } = target;
  const { sent, ok, failed, unfinished, dropped, retried } = counts;
  const proxy = plan.targets[index]?.proxy;
  return {
    url: target.url,
    method: describeMethod(plan.traffic),
    engine: result.engine,
    address: result.addresses[index] ?? '',
    requests: { sent, ok, failed, unfinished, dropped, retried, delivered: target.delivered, leftOut: target.leftOut },
    connections: target.connections,
    proxy: proxy ? describeProxy(proxy) : null,
    rps: target.rps,
    latencyMs: target.latency,
    serviceMs: target.service,
    sendLagMs: target.sendLag,
    phasesMs: { lookup: result.lookupMs[index] ?? null, ...target.phases },
    latencyMsByStatus: Object.fromEntries(
      Object.entries(target.byClass)
        .filter(([, histogram]) => histogram.total > 0)
        .map(([name, histogram]) => [name, latencyOf(histogram)]),
    ),
    lowerBounds: target.lowerBounds,
    statuses: Object.fromEntries(target.statuses),
    errors: target.errors.map((error) => {
      const seen = result.failures.find((failure) => failure.kind === error.kind);
      return { ...error, firstMs: seen?.firstMs ?? null, lastMs: seen?.lastMs ?? null, example: seen?.example || null };
    }),
    bytes: { sent: counts.bytesSent, received: counts.bytesReceived },
    histogram: encodeHistogram(target.histogram),
  };
}
