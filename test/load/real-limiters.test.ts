// Limiters as people run them are located from outside: express-rate-limit, @fastify/rate-limit, nginx limit_req.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fastifyRateLimit from '@fastify/rate-limit';
import express from 'express';
import { rateLimit } from 'express-rate-limit';
import { fastify } from 'fastify';
import { afterEach, expect, test } from 'vitest';
import { runLoad } from './support/run-load.js';

const closing: (() => Promise<unknown> | undefined)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

type Headers = 'draft-6' | 'draft-7' | 'draft-8' | 'legacy';

async function startExpress(limit: number, windowMs: number, headers: Headers): Promise<string> {
  const app = express();
  const legacy = headers === 'legacy';
  app.use(rateLimit({ limit, windowMs, standardHeaders: legacy ? false : headers, legacyHeaders: legacy }));
  app.get('/', (_, response) => void response.send('ok'));
  const server = await new Promise<Server>((listening) => {
    const started = app.listen(0, '127.0.0.1', () => listening(started));
  });
  closing.push(async () => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

async function startFastify(max: number, timeWindow: number): Promise<string> {
  const app = fastify({ forceCloseConnections: true });
  await app.register(fastifyRateLimit, { max, timeWindow });
  app.get('/', async () => 'ok');
  closing.push(() => app.close());
  return `${await app.listen({ port: 0, host: '127.0.0.1' })}/`;
}

const hasNginx = spawnSync('nginx', ['-v']).status === 0;
if (!hasNginx) process.stderr.write('real-limiters.test.ts: limit_req is left out: nginx is not installed\n');

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((listening) => probe.listen(0, '127.0.0.1', listening));
  const { port } = probe.address() as AddressInfo;
  await new Promise((closed) => probe.close(closed));
  return port;
}

async function startNginx(perSecond: number, burst: number): Promise<string> {
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'api-load-nginx-'));
  writeFileSync(
    join(folder, 'nginx.conf'),
    `daemon off; pid ${folder}/pid; error_log ${folder}/error; worker_processes 1; events { worker_connections 512; }
http { access_log off; limit_req_zone $binary_remote_addr zone=one:1m rate=${perSecond}r/s; limit_req_status 429;
server { listen 127.0.0.1:${port}; location / { limit_req zone=one burst=${burst} nodelay; root ${folder}; try_files /ok =404; } } }`,
  );
  writeFileSync(join(folder, 'ok'), 'ok');
  chmodSync(folder, 0o755); // its workers are another user
  const nginx: ChildProcess = spawn(
    'nginx',
    ['-p', folder, '-e', join(folder, 'error'), '-c', join(folder, 'nginx.conf')],
    { stdio: 'ignore' },
  );
  closing.push(async () => {
    const ended = new Promise((done) => nginx.once('exit', done));
    nginx.kill();
    await ended;
    rmSync(folder, { recursive: true });
  });
  const url = `http://127.0.0.1:${port}/`;
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const isUp = await fetch(url).then(
      () => true,
      () => false,
    );
    if (isUp) break;
    await new Promise((later) => setTimeout(later, 50));
  }
  // What asking has used up comes back.
  await new Promise((later) => setTimeout(later, (2 * 1_000) / perSecond));
  return url;
}

interface Case {
  readonly name: string;
  readonly start: () => Promise<string>;
  readonly load: readonly string[];
  /** Let through at once, and then again. */
  readonly first: number;
  readonly requests: number;
  readonly lengthMs: number;
  /** Whether the limiter says what it is. */
  readonly announces: boolean;
}

const windows = (
  name: string,
  start: (limit: number, windowMs: number) => Promise<string>,
  [limit, lengthMs]: readonly [number, number],
  load: readonly string[],
): Case => ({
  name: `${name}, ${limit} in ${lengthMs} ms`,
  start: () => start(limit, lengthMs),
  load,
  first: limit,
  requests: limit,
  lengthMs,
  announces: true,
});
const withHeaders =
  (headers: Headers) =>
  (limit: number, windowMs: number): Promise<string> =>
    startExpress(limit, windowMs, headers);
const bucket = (perSecond: number, burst: number, load: readonly string[]): Case => ({
  name: `nginx limit_req, ${perSecond} a second, burst ${burst}`,
  start: () => startNginx(perSecond, burst),
  load,
  first: burst + 1,
  requests: 1,
  lengthMs: 1_000 / perSecond,
  announces: false,
});

const CASES: readonly Case[] = [
  windows('express-rate-limit, draft 8', withHeaders('draft-8'), [20, 1_000], ['-r', '100', '-d', '4500ms']),
  bucket(4, 10, ['-r', '100', '-d', '4s']),
  windows('@fastify/rate-limit', startFastify, [30, 1_000], ['-r', '150', '-d', '4500ms']),
  windows('express-rate-limit, draft 7', withHeaders('draft-7'), [100, 2_000], ['-r', '200', '-d', '8500ms']),
  windows('express-rate-limit, draft 6', withHeaders('draft-6'), [10, 3_000], ['-r', '40', '-d', '12500ms']),
  windows('express-rate-limit, X- fields', withHeaders('legacy'), [60, 1_000], ['-c', '5', '-d', '4500ms']),
  windows('@fastify/rate-limit', startFastify, [200, 2_000], ['-c', '10', '-d', '8500ms']),
  windows('@fastify/rate-limit', startFastify, [5, 4_000], ['-r', '25', '-d', '17s']),
  bucket(2, 30, ['-r', '100', '-d', '6s']),
  bucket(10, 1, ['-r', '200', '-d', '4s']),
];

/** A window and a bucket every day. */
const chosen = (process.env['CHECK'] === 'full' ? CASES : CASES.slice(0, 2)).filter(
  ({ name }) => hasNginx || !name.startsWith('nginx'),
);

test.each(chosen)('$name', async ({ start, load, first, requests, lengthMs, announces }) => {
  const { stdout, exitCode } = await runLoad([await start(), ...load, '--expect-rate-limit', '--json']);
  const { rateLimit } = (JSON.parse(stdout) as { data: { rateLimit: Found } }).data;
  expect(exitCode).toBe(0);
  // Answers that are under way together may change places; a bucket fills while it is emptied.
  expect(Math.abs(rateLimit.allowedBefore - first)).toBeLessThanOrEqual(12);
  expect(rateLimit.window?.requests).toBe(requests);
  expect(Math.abs((rateLimit.window?.lengthMs ?? 0) - lengthMs)).toBeLessThan(lengthMs * 0.1 + 60);
  expect(rateLimit.announced?.agrees ?? null).toBe(announces ? true : null);
  if (announces) expect(rateLimit.retryAfter?.verdict).toBe('right');
});

interface Found {
  readonly allowedBefore: number;
  readonly window: { readonly requests: number; readonly lengthMs: number } | null;
  readonly retryAfter: { readonly verdict: string } | null;
  readonly announced: { readonly agrees: boolean } | null;
}
