// Real limiters, of the two kinds that are in use, are located from outside.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { runLoad } from './support/run-load.js';

type Limiter = (nowMs: number) => { readonly allowed: boolean; readonly waitMs: number };

/** As express-rate-limit counts: so many in each window, which begins with its first request. */
function windowLimiter(limit: number, windowMs: number): Limiter {
  let [fromMs, used] = [Number.NEGATIVE_INFINITY, 0];
  return (nowMs) => {
    if (nowMs - fromMs >= windowMs) [fromMs, used] = [nowMs, 0];
    used += 1;
    return { allowed: used <= limit, waitMs: fromMs + windowMs - nowMs };
  };
}

/** As nginx's limit_req with a burst: tokens that come back one by one. */
function bucketLimiter(size: number, perSecond: number): Limiter {
  let [tokens, atMs] = [size, 0];
  return (nowMs) => {
    tokens = Math.min(size, tokens + ((nowMs - atMs) * perSecond) / 1_000);
    atMs = nowMs;
    if (tokens < 1) return { allowed: false, waitMs: ((1 - tokens) * 1_000) / perSecond };
    tokens -= 1;
    return { allowed: true, waitMs: 0 };
  };
}

let server: Server | undefined;
afterEach(() => {
  server?.close();
  server?.closeAllConnections();
});

async function serve(limiter: Limiter, limit: number): Promise<string> {
  const limited = createServer((_, response) => {
    const { allowed, waitMs } = limiter(performance.now());
    response.setHeader('RateLimit-Limit', limit);
    if (!allowed) response.setHeader('Retry-After', Math.ceil(waitMs / 1_000));
    response.writeHead(allowed ? 200 : 429).end();
  });
  server = limited;
  await new Promise<void>((listening) => limited.listen(0, '127.0.0.1', listening));
  return `http://127.0.0.1:${(limited.address() as AddressInfo).port}/`;
}

interface Found {
  readonly seen: boolean;
  readonly allowedBefore: number;
  readonly window: { readonly requests: number; readonly lengthMs: number } | null;
  readonly retryAfter: { readonly verdict: string } | null;
  readonly announced: { readonly agrees: boolean } | null;
}

async function find(
  url: string,
  args: readonly string[],
): Promise<{ readonly found: Found; readonly exitCode: number | null }> {
  const { stdout, exitCode } = await runLoad([url, ...args, '--expect-rate-limit', '--json']);
  return { found: (JSON.parse(stdout) as { data: { rateLimit: Found } }).data.rateLimit, exitCode };
}

const everyday = process.env['CHECK'] === 'full' ? [] : [0, 4];
const CONFIGURATIONS = [
  { limit: 20, windowMs: 1_000, load: ['-r', '100', '-d', '4500ms'] },
  { limit: 100, windowMs: 1_000, load: ['-r', '300', '-d', '4500ms'] },
  { limit: 5, windowMs: 2_000, load: ['-r', '50', '-d', '8500ms'] },
  { limit: 50, windowMs: 3_000, load: ['-r', '100', '-d', '13s'] },
  { limit: 60, windowMs: 1_000, load: ['-c', '5', '-d', '4500ms'] },
  { limit: 200, windowMs: 2_000, load: ['-c', '10', '-d', '8500ms'] },
  { limit: 10, windowMs: 5_000, load: ['-r', '20', '-d', '21s'] },
];

test.each(CONFIGURATIONS.filter((_, index) => everyday.length === 0 || everyday.includes(index)))(
  'a window: $limit every $windowMs ms under $load',
  async ({ limit, windowMs, load }) => {
    const { found, exitCode } = await find(await serve(windowLimiter(limit, windowMs), limit), load);
    expect(exitCode).toBe(0);
    // Answers that are under way together may change places.
    expect(Math.abs(found.allowedBefore - limit)).toBeLessThanOrEqual(12);
    expect(found.window?.requests).toBe(limit);
    expect(found.window?.lengthMs).toBeGreaterThan(windowMs * 0.9);
    expect(found.window?.lengthMs).toBeLessThan(windowMs * 1.1 + 50);
    expect(found.retryAfter?.verdict).toBe('right');
    expect(found.announced?.agrees).toBe(true);
  },
);

const BUCKETS = [
  { size: 10, perSecond: 4 },
  { size: 30, perSecond: 2 },
  { size: 1, perSecond: 5 },
];

test.each(BUCKETS.slice(0, everyday.length === 0 ? 3 : 1))(
  'a bucket: $size, refilled at $perSecond a second',
  async ({ size, perSecond }) => {
    const { found, exitCode } = await find(await serve(bucketLimiter(size, perSecond), size), [
      '-r',
      '100',
      '-d',
      '5s',
    ]);
    expect(exitCode).toBe(0);
    expect(Math.abs(found.allowedBefore - size)).toBeLessThanOrEqual(2);
    expect(found.window?.requests).toBe(1);
    expect(Math.abs((found.window?.lengthMs ?? 0) - 1_000 / perSecond)).toBeLessThan(60);
  },
);

test.each([
  ['apart', 'isolated', 0],
  ['together', 'shared', 1],
] as const)('keys that are counted %s', async (how, verdict, exitCode) => {
  const limiters = new Map<string, Limiter>();
  const limited = createServer((request, response) => {
    const key = how === 'apart' ? String(request.headers['x-api-key']) : 'all';
    const limiter = limiters.get(key) ?? windowLimiter(30, 1_000);
    limiters.set(key, limiter);
    response.writeHead(limiter(performance.now()).allowed ? 200 : 429).end();
  });
  server = limited;
  await new Promise<void>((listening) => limited.listen(0, '127.0.0.1', listening));
  const url = `http://127.0.0.1:${(limited.address() as AddressInfo).port}/`;
  const keys = ['-H', 'X-API-Key: canary-first', '--rate-limit-key', 'X-API-Key: canary-other'];
  const args = [url, '-r', '200', '-d', '3s', ...keys, '--expect-rate-limit', '--seed', '1', '--json'];
  const finished = await runLoad(args);
  const { data } = JSON.parse(finished.stdout) as { data: { rateLimit: { isolation: { verdict: string } } } };
  expect(data.rateLimit.isolation.verdict).toBe(verdict);
  expect(finished.exitCode).toBe(exitCode);
  expect(finished.stdout + finished.stderr).not.toContain('canary-');
});

test('no limit is exit 1', async () => {
  const { found, exitCode } = await find(await serve(() => ({ allowed: true, waitMs: 0 }), 0), ['-n', '200']);
  expect(found).toMatchObject({ seen: false, allowedBefore: null });
  expect(exitCode).toBe(1);
});
