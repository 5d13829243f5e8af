// The schema of `data` in the JSON document.
import * as z from 'zod';
import { SHIFT_VERDICTS } from '../judge/compare/comparison.js';
import { databaseData } from './database-schema.js';

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
