// What a user keeps and follows between requests: cookies, redirects, encoded content, and answers held against their schema.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { measure, runLoad } from './support/run-load.js';

let server: Server;
let origin: string;
let folder: string;
let seen: { readonly line: string; readonly cookie: string | undefined }[];
let sessions = 0;

const ANSWERS: Readonly<Record<string, (request: IncomingMessage, response: ServerResponse) => void>> = {
  '/login': (_, response) => {
    sessions += 1;
    response.writeHead(303, {
      'Set-Cookie': [`session=s${sessions}; HttpOnly`, 'theme=dark; Path=/none'],
      Location: 'home',
    });
    response.end();
  },
  '/home': (_, response) => response.end('{"ok":true}'),
  '/cart': (request, response) => response.writeHead(request.headers.cookie ? 200 : 401).end(),
  '/loop': (_, response) => response.writeHead(302, { Location: '/loop' }).end(),
  '/away': (_, response) => response.writeHead(307, { Location: 'http://127.0.0.1:1/' }).end(),
  '/gzip': (_, response) => {
    response.writeHead(200, { 'Content-Encoding': 'gzip', 'Content-Type': 'application/json' });
    response.end(gzipSync('{"id":7}'));
  },
  '/bomb': (_, response) => {
    response.writeHead(200, { 'Content-Encoding': 'gzip', 'Content-Type': 'application/json' });
    response.end(gzipSync(Buffer.alloc(50_000_000, ' ')));
  },
  '/good': (_, response) => response.setHeader('Content-Type', 'application/json').end('{"id":1}'),
  '/bad': (_, response) => response.setHeader('Content-Type', 'application/json').end('{"id":"canary-value"}'),
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'api-load-'));
  server = createServer((request, response) => {
    seen.push({ line: `${request.method} ${request.url}`, cookie: request.headers.cookie });
    request.resume();
    const answer = ANSWERS[request.url ?? ''];
    if (answer) answer(request, response);
    else response.writeHead(404).end();
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
beforeEach(() => {
  seen = [];
});
afterAll(async () => {
  server.close();
  server.closeAllConnections();
  await rm(folder, { recursive: true });
});

async function write(name: string, text: string): Promise<string> {
  await writeFile(join(folder, name), text);
  return join(folder, name);
}

describe('cookies and redirects', () => {
  const FLOW = `cookies: true
steps:
  - { name: login, request: POST /login, body: { user: a } }
  - { name: cart, request: GET /cart, expect: 200 }
`;

  test('a user keeps its own cookies, as long as its flow lasts', async () => {
    const file = await write('flow.yaml', FLOW);
    const run = await measure([origin, '--scenario', file, '-n', '40', '-c', '4', '--follow', '3']);
    expect(run.target.requests).toMatchObject({ sent: 40, ok: 40, failed: 0 });
    const carts = seen.filter(({ line }) => line === 'GET /cart');
    expect(carts.every(({ cookie }) => /^session=s\d+$/.test(cookie ?? ''))).toBe(true);
    expect(new Set(carts.map(({ cookie }) => cookie)).size).toBe(carts.length);
    // Each redirect is a request of its own, as GET and without the content of the first.
    expect(Math.abs(seen.filter(({ line }) => line === 'GET /home').length - carts.length)).toBeLessThanOrEqual(4);
    expect(seen.filter(({ line }) => line === 'POST /login').every(({ cookie }) => cookie === undefined)).toBe(true);
  });

  test('without cookies the server does not know them', async () => {
    const file = await write('none.yaml', FLOW.replace('cookies: true\n', ''));
    const run = await measure([origin, '--scenario', file, '-n', '20', '-c', '2']);
    expect(run.target.errors).toMatchObject([{ kind: 'http.401' }]);
    expect(seen.some(({ line }) => line === 'GET /home')).toBe(false);
  });

  test.each([
    ['/loop', 'redirect.loop'],
    ['/away', 'redirect.elsewhere'],
  ])('%s is %s', async (path, kind) => {
    const run = await measure([
      `${origin}${path}`,
      '-n',
      '20',
      '-c',
      '1',
      '--follow',
      '3',
      '-H',
      'Authorization: Bearer x',
    ]);
    expect(run.target.errors.map((error) => error.kind)).toEqual([kind]);
    expect(run.target.requests.sent).toBe(20);
  });

  test('do not go with --rate', async () => {
    const { exitCode } = await runLoad([`${origin}/loop`, '--follow', '3', '-d', '200ms', '--rate', '10']);
    expect(exitCode).toBe(2);
  });
});

describe('encoded content', () => {
  const steps = (path: string): string =>
    `steps:\n  - { request: GET ${path}, headers: { Accept-Encoding: gzip }, capture: { id: /id } }\n  - { request: "GET /{{id}}", expect: 404 }\n`;

  test('is decoded where a value is taken out of it', async () => {
    const run = await measure([origin, '--scenario', await write('gzip.yaml', steps('/gzip')), '-n', '20', '-c', '1']);
    expect(run.target.requests).toMatchObject({ ok: 20, failed: 0 });
    expect(seen.filter(({ line }) => line === 'GET /7')).toHaveLength(10);
  });

  test('that unpacks without end is a failure and not a crash', async () => {
    const run = await measure([origin, '--scenario', await write('bomb.yaml', steps('/bomb')), '-n', '4', '-c', '1']);
    expect(run.target.errors.map((error) => error.kind)).toEqual(['assert.capture']);
  });
});

describe('answers held against their schema', () => {
  const SPEC = `openapi: 3.0.3
components: { schemas: { Thing: { type: object, required: [id], properties: { id: { type: integer } } } } }
paths:
  /good: { get: { responses: { '200': { content: { application/json: { schema: { $ref: '#/components/schemas/Thing' } } } } } } }
  /bad: { get: { responses: { 2XX: { content: { application/json: { schema: { $ref: '#/components/schemas/Thing' } } } } } } }
`;

  test.each([
    ['a closed loop', ['-n', '60', '-c', '2']],
    ['an open loop', ['-r', '60', '-d', '1s']],
  ])('in %s', async (_, args) => {
    const file = await write('spec.yaml', SPEC);
    const run = await measure(['--spec', file, '--base-url', origin, '--seed', '1', ...args]);
    const [bad] = run.document.data?.operations.filter(({ name }) => name === 'GET /bad') ?? [];
    expect(run.target.errors).toMatchObject([{ kind: 'assert.schema', count: bad?.failed }]);
    expect(run.target.errors[0]?.example).toBe('status 200, /id: must be integer');
    expect(bad?.failed).toBeGreaterThan(10);
    expect(run.document.data?.operations.find(({ name }) => name === 'GET /good')?.failed).toBe(0);
    expect(run.stdout).not.toContain('canary');
  });
});
