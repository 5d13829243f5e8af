// Who requests are from, and recordings: what the server gets, and that no secret comes out.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { runLoad } from './support/run-load.js';

const CANARY = 'canary-5c1e';
let server: Server;
let origin: string;
let folder: string;
let seen: string[];
let tokens: string[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'api-load-'));
  await writeFile(join(folder, 'token.txt'), `${CANARY}-file\n`);
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      if (request.url === '/token') {
        tokens.push(`${request.headers.authorization} ${body}`);
        const ok = request.headers.authorization === `Basic ${Buffer.from(`shop:${CANARY}-secret`).toString('base64')}`;
        response
          .writeHead(ok ? 200 : 401)
          .end(JSON.stringify({ access_token: `${CANARY}-token`, token_type: 'bearer' }));
        return;
      }
      seen.push(`${request.method} ${request.url} ${request.headers.authorization ?? ''} ${body}`.trim());
      response.end('{}');
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
beforeEach(() => {
  seen = [];
  tokens = [];
});
afterAll(async () => {
  server.close();
  server.closeAllConnections();
  await rm(folder, { recursive: true });
});

const basic = Buffer.from(`ann:${CANARY}`).toString('base64');
test.each([
  [['--basic', `ann:${CANARY}`], `Basic ${basic}`],
  [['--bearer', `${CANARY}-flag`], `Bearer ${CANARY}-flag`],
  [['--bearer', '@token.txt'], `Bearer ${CANARY}-file`],
  [
    ['--oauth2-url', 'ORIGIN/token', '--oauth2-client', `shop:${CANARY}-secret`, '--oauth2-scope', 'orders'],
    `Bearer ${CANARY}-token`,
  ],
])('%j', async (args, authorization) => {
  const words = args.map((word) => word.replace('ORIGIN', origin));
  for (const format of [[], ['--json'], ['--print-config']]) {
    const finished = await runLoad([`${origin}/x`, '-n', '3', ...words, ...format], undefined, folder);
    expect(finished.exitCode).toBe(0);
    expect(finished.stdout + finished.stderr).not.toContain(CANARY);
    expect(finished.stdout + finished.stderr).not.toContain(basic);
  }
  expect(new Set(seen)).toEqual(new Set([`GET /x ${authorization}`]));
  if (args[0] === '--oauth2-url') expect(tokens[0]).toMatch(/ grant_type=client_credentials&scope=orders$/);
});

test.each([
  [['--oauth2-url', 'ORIGIN/token', '--oauth2-client', `shop:${CANARY}-wrong`], 4, 'LOAD202'],
  [['--oauth2-url', 'http://127.0.0.1:1/', '--oauth2-client', `shop:${CANARY}-wrong`], 4, 'LOAD202'],
  [['--oauth2-url', 'ORIGIN/token'], 2, 'LOAD003'],
  [['--basic', `ann${CANARY}`], 2, 'LOAD003'],
  [['--bearer', CANARY, '--basic', 'a:b'], 2, 'LOAD003'],
  [['--bearer', '@nowhere.txt'], 3, 'CORE101'],
  [['--har', 'token.txt'], 3, 'LOAD106'],
])('%j is refused before anything is sent', async (args, exitCode, code) => {
  const words = args.map((word) => word.replace('ORIGIN', origin));
  const finished = await runLoad([`${origin}/x`, '-n', '3', ...words], undefined, folder);
  expect(finished.exitCode).toBe(exitCode);
  expect(finished.stderr).toContain(`error[${code}]`);
  expect(finished.stdout + finished.stderr).not.toContain(CANARY);
  expect(seen).toEqual([]);
});

test('a recording is sent again', async () => {
  const entry = (path: string, method = 'GET', text = '') => ({
    startedDateTime: '2026-01-01T00:00:00Z',
    time: 1_000,
    request: { method, url: `${origin}${path}`, headers: [], ...(text !== '' && { postData: { text } }) },
  });
  const entries = [entry('/one?q=1'), entry('/two', 'POST', '{"a":1}')];
  await writeFile(join(folder, 'r.har'), JSON.stringify({ log: { entries } }));
  const finished = await runLoad([origin, '--har', 'r.har', '-n', '10', '-c', '1', '--json'], undefined, folder);
  expect(finished.exitCode).toBe(0);
  expect(seen.slice(0, 4)).toEqual(['GET /one?q=1', 'POST /two  {"a":1}', 'GET /one?q=1', 'POST /two  {"a":1}']);
});
