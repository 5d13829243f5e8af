// Scenarios, data files and specifications against a real server that checks what it gets.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { measure, runLoad } from './support/run-load.js';

let server: Server;
let origin: string;
let folder: string;
let seen: string[];
const file = (name: string): string => join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'api-load-'));
  let orders = 0;
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      seen.push(`${request.method} ${request.url} ${body}`);
      if (request.method === 'POST') {
        orders += 1;
        response.writeHead(201, { ETag: `"${orders}"` }).end(JSON.stringify({ data: { id: orders } }));
      } else if (request.url?.startsWith('/orders/')) {
        response.writeHead(request.headers['if-none-match'] === `"${request.url.slice(8)}"` ? 304 : 400).end();
      } else if (request.method === 'PUT') {
        // One short of what the document allows, and blind to an age below zero.
        const { name = '' } = JSON.parse(body) as { name?: string };
        response.writeHead(name.length >= 1 && name.length < 40 ? 204 : 400).end();
      } else if (request.url === '/undeclared') {
        response.writeHead(418).end();
      } else {
        response.end('{}');
      }
    });
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

const SCENARIO = `steps:
  - request: POST /orders
    body: { user: "{{id}}" }
    expect: 201
    capture: { order: /data/id, tag: header ETag }
  - request: GET /orders/{{order}}
    headers: { If-None-Match: "{{tag}}" }
    expect: 304
`;

test('a flow carries values from one answer into the next request', async () => {
  await writeFile(file('flow.yaml'), `data: users.csv\n${SCENARIO}`);
  await writeFile(file('users.csv'), 'id\nann\nbob\n');
  const run = await measure([origin, '--scenario', file('flow.yaml'), '-n', '101', '-c', '5', '--threads', '2']);
  expect(run.target.requests).toMatchObject({ sent: 101, ok: 101, failed: 0 });
  expect(run.exitCode).toBe(0);
  expect(seen.filter((line) => line.includes('"user":"ann"')).length).toBeGreaterThan(20);
  const operations = run.document.data?.operations ?? [];
  expect(operations.map(({ name }) => name)).toEqual(['1. POST /orders', '2. GET /orders/{{order}}']);
  expect(operations.reduce((sum, { sent }) => sum + sent, 0)).toBe(101);
});

test('a threshold can be about one operation, without its warm-up', async () => {
  const steps = 'steps: [{ name: list, request: GET /a }, { name: pay, request: GET /undeclared, expect: 418 }]';
  await writeFile(file('two.yaml'), steps);
  const args = [origin, '--scenario', file('two.yaml'), '-d', '400ms', '--warmup', '300ms', '-c', '2'];
  const run = await measure([...args, '--threshold', 'p99{pay}<30s', 'errors{list}<1%', 'p50{pay}<1us']);
  expect(run.exitCode).toBe(1);
  expect(run.document.data?.thresholds.map(({ ok }) => ok)).toEqual([true, true, false]);
  const operations = run.document.data?.operations ?? [];
  const { sent, leftOut } = run.target.requests;
  expect(operations.reduce((sum, operation) => sum + operation.sent, 0)).toBe(sent);
  expect(leftOut).toBeGreaterThan(0);
});

test('an answer without the value is a failure with a name', async () => {
  await writeFile(file('lost.yaml'), SCENARIO.replace('/data/id', '/data/nothing'));
  const run = await measure([origin, '--scenario', file('lost.yaml'), '-n', '20', '-c', '2']);
  expect(run.target.requests).toMatchObject({ sent: 20, ok: 0, failed: 20 });
  expect(run.target.errors).toMatchObject([{ kind: 'assert.capture', count: 20 }]);
  expect(seen.every((line) => line.startsWith('POST'))).toBe(true);
});

test('the same seed sends the same requests, by any number of threads', async () => {
  await writeFile(
    file('mix.yaml'),
    'flows:\n  - { name: a, weight: 3, steps: [{ request: "GET /a?n={{$int 1 1000}}" }] }\n  - { name: b, steps: [{ request: "POST /b", body: { id: "{{$uuid}}" } }] }\n',
  );
  const send = async (...args: readonly string[]): Promise<readonly string[]> => {
    seen = [];
    await runLoad([origin, '--scenario', file('mix.yaml'), '-n', '100', '-c', '6', ...args]);
    return seen.toSorted();
  };
  const first = await send('--seed', '5');
  expect(await send('--seed', '5')).toEqual(first);
  expect(await send('--seed', '6')).not.toEqual(first);
  // Shares of threads are fixed, so the union is the same.
  expect(await send('--seed', '5', '--threads', '2')).toEqual(first);
  expect(first.filter((line) => line.startsWith('GET')).length).toBeGreaterThan(55);
});

test('a data file fills the URL, in a closed and in an open loop', async () => {
  await writeFile(file('ids.jsonl'), '{"id":"a/b"}\n{"id":"c d"}\n');
  for (const args of [
    ['-n', '10', '-c', '2'],
    ['-r', '50', '-d', '400ms'],
  ]) {
    seen = [];
    await runLoad([`${origin}/users/{{id}}?x=1`, '--data', file('ids.jsonl'), ...args]);
    expect(new Set(seen)).toEqual(new Set(['GET /users/a%2Fb?x=1 ', 'GET /users/c%20d?x=1 ']));
    expect(seen.length).toBeGreaterThanOrEqual(10);
  }
});

test('every operation of a specification is requested, and a status that it does not declare is an error', async () => {
  await writeFile(
    file('openapi.yaml'),
    "openapi: 3.0.3\npaths:\n  /a/{id}: { get: { parameters: [{ name: id, in: path, required: true, schema: { type: integer } }], responses: { '200': {} } } }\n  /undeclared: { get: { responses: { '200': {} } } }\n  /c: { post: { requestBody: { content: { application/json: { schema: { type: object, required: [n], properties: { n: { type: integer } } } } } }, responses: { '201': {} } } }\n",
  );
  const run = await measure([
    '--spec',
    file('openapi.yaml'),
    '--base-url',
    origin,
    '-n',
    '90',
    '-c',
    '3',
    '--seed',
    '1',
  ]);
  expect(run.target.errors.map(({ kind }) => kind)).toEqual(['http.418']);
  const operations = run.document.data?.operations ?? [];
  expect(operations.map(({ name, failed }) => [name, failed > 0])).toEqual([
    ['GET /a/{id}', false],
    ['GET /undeclared', true],
    ['POST /c', false],
  ]);
  for (const line of seen) expect(line).toMatch(/^(GET \/a\/\d+ |GET \/undeclared |POST \/c \{"n":\d+\})$/);
});

test.each([
  [['--scenario', 'nowhere.yaml'], 3, 'CORE101'],
  [['--scenario', 'a.yaml', '--spec', 'b.yaml'], 2, 'LOAD003'],
  [['--scenario', 'a.yaml', '-b', '{}'], 2, 'LOAD003'],
  [['-H', 'X: {{id}}'], 2, 'LOAD003'],
])('%j is refused', async (args, exitCode, code) => {
  const finished = await runLoad([origin, ...args]);
  expect(finished.exitCode).toBe(exitCode);
  expect(finished.stderr).toContain(`error[${code}]`);
  expect(seen).toEqual([]);
});

test('a flow of several steps cannot have a rate', async () => {
  await writeFile(file('flow.yaml'), SCENARIO);
  expect(await runLoad([origin, '--scenario', file('flow.yaml'), '-r', '5'])).toMatchObject({ exitCode: 2 });
});

test('the limits of a specification are sent, and so is what lies just over them', async () => {
  await writeFile(
    file('limits.yaml'),
    `openapi: 3.1.0
paths:
  /people/{id}:
    put:
      parameters: [{ name: id, in: path, required: true, schema: { type: integer, minimum: 1, maximum: 9 } }]
      requestBody:
        content:
          application/json:
            schema:
              type: object
              required: [name]
              properties: { name: { type: string, minLength: 1, maxLength: 40 }, age: { type: integer, minimum: 0 } }
      responses: { '204': {} }
`,
  );
  const args = ['--spec', file('limits.yaml'), '--base-url', origin, '-n', '600', '-c', '4', '--seed', '1'];
  const plain = await measure(args);
  expect(plain).toMatchObject({ exitCode: 0, document: { data: { operations: [] } } });
  const failing = async (...flags: readonly string[]): Promise<readonly string[]> => {
    const { document } = await measure([...args, ...flags]);
    const operations = document.data?.operations ?? [];
    for (const { sent } of operations) expect(sent).toBeGreaterThan(0);
    return operations.filter(({ failed }) => failed > 0).map(({ name }) => name.slice('PUT /people/{id} '.length));
  };
  expect(await failing('--spec-boundaries')).toEqual(['[name: 40 long]']);
  expect(seen.some((line) => line.startsWith('PUT /people/9 '))).toBe(true);
  // A path segment that is no number, and an age that is none, are let through.
  expect(await failing('--spec-invalid')).toEqual([
    '[path id: below 0]',
    '[path id: above 10]',
    '[path id: a text]',
    '[age: below -1]',
    '[age: a text]',
  ]);
  const neither = await runLoad([origin, '--spec-invalid']);
  expect(neither).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('need a specification') });
});
