import { duration, flag, list, wholeNumber } from '@senior-backend/core/tool/schemas';
import * as z from 'zod';
import type { RateStage } from './model/plan.js';
import { parseRate, parseStages } from './pace/parse-stages.js';

const MOST_USERS = 100_000;
const MOST_THREADS = 256;

/** `5%`, `0.05` → 0.05 */
const shareSchema = z.union([z.string(), z.number()]).transform((value, context): number => {
  const match = /^(\d+(?:\.\d+)?)\s*(%?)$/.exec(String(value).trim());
  const share = match ? Number(match[1]) / (match[2] === '%' ? 100 : 1) : Number.NaN;
  if (share >= 0 && share <= 10) return share;
  context.addIssue({ code: 'custom', message: 'must be a share such as 5% or 0.05' });
  return z.NEVER;
});

const rateSchema = z.union([z.string(), z.number()]).transform((value, context): number => {
  const rate = parseRate(String(value));
  if (rate !== undefined && rate > 0) return rate;
  context.addIssue({ code: 'custom', message: 'must be a rate such as 500, 500/s or 90/m' });
  return z.NEVER;
});

const stagesSchema = z.string().transform((value, context): readonly RateStage[] => {
  const stages = parseStages(value);
  if (stages) return stages;
  context.addIssue({ code: 'custom', message: 'must be stages such as 0-500:30s,500:2m' });
  return z.NEVER;
});

/** `200,201` → [200, 201] */
const statusList = z
  .union([z.string(), z.number(), z.array(z.union([z.string(), z.number()]))])
  .transform((value, context): number[] => {
    const statuses = (Array.isArray(value) ? value.map(String) : String(value).split(',')).map((text) =>
      Number(text.trim()),
    );
    if (statuses.length > 0 && statuses.every((status) => Number.isInteger(status) && status >= 200 && status <= 599))
      return statuses;
    context.addIssue({ code: 'custom', message: 'must be statuses from 200 to 599, such as 400 or 400,422' });
    return z.NEVER;
  });

/** `h2,http/1.1` → ['h2', 'http/1.1']; `none` → [] */
const protocolList = z.string().transform((value, context): readonly string[] => {
  const names = value === 'none' ? [] : value.split(',').map((name) => name.trim());
  if (names.every((name) => /^[!-~]{1,255}$/.test(name))) return names;
  context.addIssue({ code: 'custom', message: 'must be protocol names such as h2,http/1.1, or none' });
  return z.NEVER;
});

/** The settings as the run reads them: times in milliseconds. */
export const loadSettings = z.object({
  concurrency: wholeNumber(1, MOST_USERS),
  duration: duration.refine((ms) => ms >= 100 && ms <= 86_400_000, 'must be from 100ms to 24h'),
  requests: wholeNumber(1).optional(),
  warmup: duration,
  grace: duration,
  rate: rateSchema.optional(),
  stages: stagesSchema.optional(),
  arrivals: z.enum(['even', 'poisson']),
  seed: wholeNumber(0, 2 ** 32 - 1).optional(),
  connections: wholeNumber(1, MOST_USERS).optional(),
  engine: z.enum(['auto', 'fast', 'portable']),
  pacing: z.enum(['auto', 'spin', 'ticker', 'sleep']),
  threads: wholeNumber(1, MOST_THREADS).optional(),
  method: z.string().optional(),
  header: list.optional(),
  body: z.string().optional(),
  data: z.string().optional(),
  har: z.string().optional(),
  basic: z.string().optional(),
  bearer: z.string().optional(),
  oauth2Url: z.string().optional(),
  oauth2Client: z.string().optional(),
  oauth2Scope: z.string().optional(),
  scenario: z.string().optional(),
  spec: z.string().optional(),
  specBoundaries: flag.optional(),
  specInvalid: flag.optional(),
  baseUrl: z.string().optional(),
  follow: wholeNumber(0, 50).optional(),
  timeout: duration.refine((ms) => ms >= 10, 'must be at least 10ms'),
  keepalive: flag.optional(),
  ca: z.string().optional(),
  cert: z.string().optional(),
  key: z.string().optional(),
  insecure: flag.optional(),
  sni: z
    .string()
    .regex(/^[a-z0-9_]([a-z0-9_.-]{0,251}[a-z0-9_])?$/i, 'must be the name of a host')
    .optional(),
  alpn: protocolList.optional(),
  tlsResume: flag.optional(),
  proxy: z.string().optional(),
  proxyTunnel: flag.optional(),
  pipeline: wholeNumber(1, 1_000).optional(),
  expectStatus: statusList.optional(),
  expectRateLimit: flag.optional(),
  rateLimitKey: z.string().optional(),
  threshold: list.optional(),
  compare: z.union([z.string(), z.literal(true)]).optional(),
  tolerance: shareSchema,
  margin: shareSchema,
  save: z.string().optional(),
  csv: z.string().optional(),
  hdr: z.string().optional(),
  prometheus: z.string().optional(),
  http2: flag.optional(),
  resolve: list.optional(),
  unixSocket: z.string().optional(),
  pg: z.string().optional(),
  abortOnFail: flag.optional(),
  findMax: flag.optional(),
  strict: flag.optional(),
  yes: flag.optional(),
});

export type LoadSettings = z.infer<typeof loadSettings>;
