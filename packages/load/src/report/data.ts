// `data` of the JSON document, and its schema.
import * as z from 'zod';
import { SHIFT_VERDICTS } from '../judge/compare/comparison.js';
import type { LoadOutcome } from '../judge/outcome.js';
import { encodeHistogram } from '../measure/hdr.js';
import { latencyOf, type TargetSummary } from '../measure/summary.js';
import { operationNames } from '../model/traffic.js';
import { databaseData, toDatabaseData } from './database-data.js';
import { describeProxy } from './describe-load.js';
import { describeMethod } from './describe-traffic.js';

const ms = z.number().nullable();
const latency = z
  .object({ min: ms, mean: ms, p50: ms, p75: ms, p90: ms, p95: ms, p99: ms, p99_9: ms, max: ms })
  .describe('milliseconds; null where nothing was measured');
const count = z.int().nonnegative();
const interval = z.object({ low: z.number(), high: z.number() });
const shiftVerdict = z.enum(SHIFT_VERDICTS);

export const loadData = z.object({
  targets: z.array(
    z.object({
      url: z.string(),
      method: z.string(),
      engine: z.enum(['fast', 'portable']),
      address: z.string().describe('where the connections went'),
      requests: z
        .object({
          sent: count,
          ok: count,
          failed: count,
          unfinished: count,
          dropped: count,
          retried: count,
          delivered: count.describe(
            'whose bytes went to an open connection, those left out and sent again included: what the server has counted',
          ),
          leftOut: count.describe('of the warm-up and of the beginnings of comparison blocks'),
        })
        .describe('sent = ok + failed + unfinished'),
      connections: z
        .object({ opened: count, resumed: count })
        .describe('resumed: whose TLS handshake took up an earlier session'),
      proxy: z.string().nullable(),
      rps: z.number(),
      latencyMs: latency,
      serviceMs: latency,
      sendLagMs: latency.nullable(),
      phasesMs: z
        .object({ lookup: ms, connect: latency, tls: latency, firstByte: latency })
        .describe('connect holds tls; firstByte runs from the start of a request'),
      latencyMsByStatus: z.record(z.string(), latency),
      lowerBounds: count.describe('values of the histogram that are lower bounds: timeouts and unfinished requests'),
      statuses: z.record(z.string(), count),
      errors: z.array(
        z.object({
          kind: z.string(),
          label: z.string(),
          count,
          firstMs: ms,
          lastMs: ms,
          example: z.string().nullable(),
        }),
      ),
      bytes: z.object({ sent: count, received: count }),
      histogram: z.string().describe('HdrHistogram V2, compressed, base64; microseconds'),
    }),
  ),
  operations: z
    .array(z.object({ name: z.string(), sent: count, ok: count, failed: count, latencyMs: latency }))
    .describe('by step of a scenario or operation of a specification; empty for a single request'),
  seed: count,
  durationMs: z.number(),
  load: z.union([
    z.object({ kind: z.literal('closed'), concurrency: count, pipeline: count }),
    z.object({
      kind: z.literal('open'),
      stages: z.array(z.object({ fromRate: z.number(), toRate: z.number(), lengthMs: z.number() })),
      spacing: z.enum(['even', 'poisson']),
      seed: count,
      connections: count,
      pacing: z.enum(['spin', 'ticker', 'sleep', 'poll']),
    }),
  ]),
  engineReason: z.string().describe('why it was not the fast one'),
  threads: count,
  startedAt: z.string(),
  interrupted: z.boolean(),
  stoppedEarly: z.boolean(),
  tlsVerified: z.boolean().nullable().describe('null for plain http'),
  client: z.object({
    verdict: z.enum(['healthy', 'suspect', 'saturated']),
    cpuMs: z.number(),
    cpuUsPerRequest: z.number().nullable(),
    cores: z.number(),
    utilisation: z.number(),
    runQueueWait: z.number().nullable(),
    reasons: z.array(z.string()),
    stolen: z.number().nullable(),
    retransmitted: z.number().nullable(),
    listenDrops: z.number().nullable(),
    threads: z.array(
      z.object({
        wallMs: z.number(),
        utilisation: z.number(),
        cpuMs: z.number().nullable(),
        runQueueWaitMs: z.number().nullable(),
        garbageCollectionMs: z.number(),
        longestCollectionMs: z.number(),
      }),
    ),
  }),
  thresholds: z.array(z.object({ expression: z.string(), ok: z.boolean(), actual: z.number().nullable() })),
  comparison: z
    .object({
      verdict: shiftVerdict,
      method: z.enum(['interleaved', 'baseline']),
      runs: count.describe('saved runs that this one was held against'),
      margin: z.number(),
      metrics: z.array(
        z.object({
          name: z.string(),
          before: z.number(),
          after: z.number(),
          shift: z.number().describe('0.05 is 5 % more'),
          ci95: interval,
          p: z.number(),
          verdict: shiftVerdict,
          blocks: count,
          timesAsLong: z.number().nullable().describe('how many times as long a run would decide it, about'),
        }),
      ),
      undecided: z.array(z.string()),
      noise: z.object({ shift: z.number(), ci95: interval, disturbed: z.boolean() }).nullable(),
      caveats: z.array(z.string()),
      mismatches: z.array(z.string()),
    })
    .nullable(),
  search: z
    .array(z.object({ rate: z.number(), rps: z.number(), p99Ms: ms, holds: z.boolean(), reason: z.string() }))
    .optional()
    .describe('the rates that --find-max tried'),
  rateLimit: z
    .object({
      seen: z.boolean(),
      limited: count,
      allowed: count,
      firstAtMs: ms,
      allowedBefore: count.nullable(),
      window: z.object({ requests: count, lengthMs: z.number() }).nullable().describe('the limit that fits best'),
      recoveredAfterMs: ms,
      retryAfter: z.object({ seconds: count, verdict: z.enum(['right', 'early', 'late', 'not seen']) }).nullable(),
      announced: z
        .object({ limit: count, resetSeconds: z.number().nullable(), agrees: z.boolean().nullable() })
        .nullable(),
      isolation: z
        .object({
          verdict: z.enum(['isolated', 'shared', 'not clear']),
          other: z.object({ allowed: count, limited: count }),
        })
        .nullable()
        .describe('how the key of --rate-limit-key fared'),
    })
    .nullable(),
  database: databaseData.nullable().describe('what --pg saw'),
  recommendations: z.array(z.string()),
});

export type LoadData = z.infer<typeof loadData>;

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
