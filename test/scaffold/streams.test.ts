// Bodies that are never held whole: bytes in and out, sequences item by item, and clients that go away.
import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  createProject,
  detailsOf,
  FRAMEWORKS,
  type FrameworkName,
  type RunningServer,
  startServer,
  type TestProject,
} from './support.js';

const ok = (content: unknown): unknown => ({ 200: { description: 'ok', content } });
const operation = (operationId: string, parts: object): unknown => ({ operationId, tags: ['flow'], ...parts });
const bytes = { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } };
const json = { 'application/json': { schema: {} } };
const point = { $ref: '#/components/schemas/Point' };

const SPEC = {
  openapi: '3.2.0',
  info: { title: 'T', version: '1' },
  paths: {
    '/echo': { post: operation('echo', { requestBody: { required: true, content: bytes }, responses: ok(bytes) }) },
    '/count': {
      post: operation('count', { requestBody: { required: true, content: bytes }, responses: ok(json) }),
    },
    '/idle': { post: operation('idle', { requestBody: { content: bytes }, responses: ok(json) }) },
    '/missing': { get: operation('missing', { responses: ok({ 'application/pdf': {} }) }) },
    '/points': {
      post: operation('importPoints', {
        requestBody: { required: true, content: { 'application/x-ndjson': { itemSchema: point } } },
        responses: ok(json),
      }),
      get: operation('exportPoints', {
        parameters: [{ name: 'wrong', in: 'query', schema: { type: 'boolean' } }],
        responses: ok({
          'application/jsonl': { itemSchema: point },
          'application/json': { schema: { type: 'array', items: point } },
        }),
      }),
    },
    '/sequence': {
      get: operation('sequence', {
        responses: ok({ 'application/json-seq': { schema: { type: 'array', items: point } } }),
      }),
    },
    '/ticks': { get: operation('ticks', { responses: ok({ 'text/event-stream': { schema: point } }) }) },
    '/events': {
      get: operation('events', {
        responses: ok({
          'text/event-stream': {
            itemSchema: {
              type: 'object',
              required: ['data'],
              properties: { event: { enum: ['added'] }, id: { type: 'string' }, data: point },
            },
          },
        }),
      }),
    },
    '/seen': { get: operation('seen', { responses: ok(json) }) },
  },
  components: {
    schemas: { Point: { type: 'object', required: ['x'], properties: { x: { type: 'integer', minimum: 0 } } } },
  },
};

/** The bodies of the handlers, without the framework's own words. */
const SHARED = `import { createReadStream } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Handler } from '../middleware/handler.js';
import type { Point } from '../types/api.js';

const log: string[] = [];

async function* tick(signal: AbortSignal): AsyncGenerator<Point> {
  try {
    for (let x = 0; ; x += 1) {
      yield { x };
      await sleep(x < 2 ? 1 : 60_000, undefined, { signal });
    }
  } finally {
    log.push('ticks ended');
  }
}

async function* points(isWrong: boolean): AsyncGenerator<Point> {
  yield { x: 0 };
  yield { x: 1 };
  if (isWrong) yield { x: -1 };
}

async function size(body: AsyncIterable<Uint8Array>): Promise<number> {
  let length = 0;
  try {
    for await (const chunk of body) length += chunk.length;
  } catch (error) {
    log.push(error instanceof Error ? error.message : 'failed');
    throw error;
  }
  return length;
}

async function sum(body: AsyncIterable<Point>): Promise<number> {
  let total = 0;
  for await (const { x } of body) total += x;
  return total;
}

async function* named(): AsyncGenerator<{ event: 'added'; id: string; data: Point }> {
  yield { event: 'added', id: '1\\ndata: forged', data: { x: 1 } };
}
`;

const HANDLERS: Readonly<Record<FrameworkName, string>> = {
  express: `export const echo: Handler<'echo'> = async (req, res) => { res.status(200).send(req.body); };
export const count: Handler<'count'> = async (req, res) => { res.status(200).json({ size: await size(req.body) }); };
export const idle: Handler<'idle'> = async (_req, res) => { await sleep(400); res.status(200).json({}); };
export const missing: Handler<'missing'> = async (_req, res) => { res.status(200).send(createReadStream('/nowhere/at/all')); };
export const importPoints: Handler<'importPoints'> = async (req, res) => { res.status(200).json({ sum: await sum(req.body) }); };
export const exportPoints: Handler<'exportPoints'> = async (req, res) => { res.status(200).send(points(req.query.wrong ?? false)); };
export const sequence: Handler<'sequence'> = async (_req, res) => { res.status(200).send([{ x: 1 }, { x: 2 }]); };
export const ticks: Handler<'ticks'> = async (_req, res) => { res.status(200).send(tick(goneSignal(res))); };
export const events: Handler<'events'> = async (_req, res) => { res.status(200).send(named()); };
export const seen: Handler<'seen'> = async (_req, res) => { res.status(200).json(log.splice(0)); };
// @ts-expect-error an item that the document does not have
export const wrong: Handler<'ticks'> = async (_req, res) => { res.status(200).send([{ y: 1 }]); };`,
  fastify: `export const echo: Handler<'echo'> = async (request, reply) => { reply.code(200).send(request.body); };
export const count: Handler<'count'> = async (request, reply) => { reply.code(200).send({ size: await size(request.body) }); };
export const idle: Handler<'idle'> = async (_request, reply) => { await sleep(400); reply.code(200).send({}); };
export const missing: Handler<'missing'> = async (_request, reply) => { reply.code(200).send(createReadStream('/nowhere/at/all')); };
export const importPoints: Handler<'importPoints'> = async (request, reply) => { reply.code(200).send({ sum: await sum(request.body) }); };
export const exportPoints: Handler<'exportPoints'> = async (request, reply) => { reply.code(200).send(points(request.query.wrong ?? false)); };
export const sequence: Handler<'sequence'> = async (_request, reply) => { reply.code(200).send([{ x: 1 }, { x: 2 }]); };
export const ticks: Handler<'ticks'> = async (_request, reply) => { reply.code(200).send(tick(goneSignal(reply.raw))); };
export const events: Handler<'events'> = async (_request, reply) => { reply.code(200).send(named()); };
export const seen: Handler<'seen'> = async (_request, reply) => { reply.code(200).send(log.splice(0)); };
// @ts-expect-error an item that the document does not have
export const wrong: Handler<'ticks'> = async (_request, reply) => { reply.code(200).send([{ y: 1 }]); };`,
  hono: `export const echo: Handler<'echo'> = async (c) => c.body(c.req.valid('body'), 200);
export const count: Handler<'count'> = async (c) => c.json({ size: await size(c.req.valid('body')) }, 200);
export const idle: Handler<'idle'> = async (c) => { await sleep(400); return c.json({}, 200); };
export const missing: Handler<'missing'> = async (c) => c.body(createReadStream('/nowhere/at/all'), 200);
export const importPoints: Handler<'importPoints'> = async (c) => c.json({ sum: await sum(c.req.valid('body')) }, 200);
export const exportPoints: Handler<'exportPoints'> = async (c) => c.body(points(c.req.valid('query').wrong ?? false), 200);
export const sequence: Handler<'sequence'> = async (c) => c.body([{ x: 1 }, { x: 2 }], 200);
export const ticks: Handler<'ticks'> = async (c) => c.body(tick(c.req.raw.signal), 200);
export const events: Handler<'events'> = async (c) => c.body(named(), 200);
export const seen: Handler<'seen'> = async (c) => c.json(log.splice(0), 200);
// @ts-expect-error an item that the document does not have
export const wrong: Handler<'ticks'> = async (c) => c.body([{ y: 1 }], 200);`,
  koa: `export const echo: Handler<'echo'> = async (ctx) => { ctx.answer(200, ctx.request.body); };
export const count: Handler<'count'> = async (ctx) => { ctx.answer(200, { size: await size(ctx.request.body) }); };
export const idle: Handler<'idle'> = async (ctx) => { await sleep(400); ctx.answer(200, {}); };
export const missing: Handler<'missing'> = async (ctx) => { ctx.answer(200, createReadStream('/nowhere/at/all')); };
export const importPoints: Handler<'importPoints'> = async (ctx) => { ctx.answer(200, { sum: await sum(ctx.request.body) }); };
export const exportPoints: Handler<'exportPoints'> = async (ctx) => { ctx.answer(200, points(ctx.query.wrong ?? false)); };
export const sequence: Handler<'sequence'> = async (ctx) => { ctx.answer(200, [{ x: 1 }, { x: 2 }]); };
export const ticks: Handler<'ticks'> = async (ctx) => { ctx.answer(200, tick(goneSignal(ctx.res))); };
export const events: Handler<'events'> = async (ctx) => { ctx.answer(200, named()); };
export const seen: Handler<'seen'> = async (ctx) => { ctx.answer(200, log.splice(0)); };
// @ts-expect-error an item that the document does not have
export const wrong: Handler<'ticks'> = async (ctx) => { ctx.answer(200, [{ y: 1 }]); };`,
};

const OCTETS = { 'content-type': 'application/octet-stream' };
const LINES = { 'content-type': 'application/x-ndjson' };

describe.each(FRAMEWORKS)('%s', (framework) => {
  let project: TestProject;
  let server: RunningServer;
  const reports: unknown[] = [];

  beforeAll(async () => {
    project = await createProject({ 'openapi.json': JSON.stringify(SPEC) });
    expect(await project.scaffold('openapi.json', '--framework', framework)).toMatchObject({ exitCode: 0 });
    const handlers = HANDLERS[framework];
    const gone = handlers.includes('goneSignal')
      ? "import { goneSignal } from '../middleware/answer-streams.js';\n"
      : '';
    await project.write('src/routes/flow.ts', `${gone}${SHARED}\n${handlers}\n`);
    expect(await project.typeErrors()).toEqual([]);
    server = await startServer(framework, project, {
      streamLimit: 8_000_000,
      report: (error: unknown) => reports.push(error),
    });
  });

  afterAll(async () => {
    await server?.close();
    await project?.remove();
  });

  /** What the handlers saw, once there is something. */
  async function seen(): Promise<unknown> {
    for (let attempt = 0; attempt < 100; attempt += 1) {
      const { json: log } = await server.call('GET', '/seen');
      if (Array.isArray(log) && log.length > 0) return log;
      await sleep(20);
    }
    return [];
  }

  test('bytes go through, beyond what a body that is read whole may have', async () => {
    const body = new Uint8Array(3_000_000).fill(7);
    const answer = await server.send('POST', '/count', body, OCTETS);
    expect(answer.json).toEqual({ size: 3_000_000 });
    const echoed = await server.send('POST', '/echo', new Uint8Array([104, 105]), OCTETS);
    expect(echoed).toMatchObject({ status: 200, text: 'hi' });
    expect(echoed.headers.get('content-type')).toMatch(/^application\/octet-stream/);
    const zipped = await server.send('POST', '/count', new Uint8Array(gzipSync(body)), {
      ...OCTETS,
      'content-encoding': 'gzip',
    });
    expect(zipped.json).toEqual({ size: 3_000_000 });
    expect((await server.send('POST', '/count', new Uint8Array(), OCTETS)).json).toEqual({ size: 0 });
  });

  test('a body beyond the limit is refused by its length, and by what comes', async () => {
    const announced = await server.send('POST', '/count', new Uint8Array(9_000_000), OCTETS);
    expect(announced).toMatchObject({ status: 413, json: { error: { code: 'CONTENT_TOO_LARGE' } } });
    const bomb = new Uint8Array(gzipSync(new Uint8Array(9_000_000)));
    const grown = await server.send('POST', '/count', bomb, { ...OCTETS, 'content-encoding': 'gzip' });
    expect(grown.status).toBe(413);
    expect(await seen()).toEqual(['the body may have 8000000 bytes']);
    const broken = await server.send('POST', '/count', bomb.slice(200), { ...OCTETS, 'content-encoding': 'gzip' });
    expect(detailsOf(broken)).toEqual(['body: is not validly compressed']);
    await seen();
  });

  test('what the handler does not read is not received', async () => {
    const request = open('POST', '/idle', OCTETS);
    const chunk = Buffer.alloc(65_536);
    let sent = 0;
    const until = Date.now() + 300;
    while (Date.now() < until) {
      if (request.write(chunk)) sent += chunk.length;
      else await Promise.race([once(request, 'drain'), sleep(until - Date.now())]);
    }
    // What the sockets of both sides hold, and no more.
    expect(sent).toBeLessThan(7_000_000);
    request.destroy();
  });

  test('a client that goes away ends the reading of its body, and is no error of the server', async () => {
    const request = open('POST', '/count', { ...OCTETS, 'content-length': '1000000' });
    request.write(Buffer.alloc(1000));
    await sleep(50);
    reports.length = 0;
    request.destroy();
    expect(await seen()).toEqual(['the request ended before its body did']);
    expect(reports).toEqual([]);
  });

  test('lines come one by one, each held against its schema', async () => {
    const good = await server.call('POST', '/points', { body: '{"x":1}\n\n{"x":2}\n{"x":3}', headers: LINES });
    expect(good.json).toEqual({ sum: 6 });
    const wrong = await server.call('POST', '/points', { body: '{"x":1}\n{"x":-2}\n', headers: LINES });
    expect(wrong.status).toBe(400);
    expect(detailsOf(wrong)).toEqual(['[1].x: must be at least 0']);
    const broken = await server.call('POST', '/points', { body: '{"x":1}\n{', headers: LINES });
    expect(detailsOf(broken)[0]).toMatch(/^\[1\]: is not valid JSON/);
    expect((await server.call('POST', '/points', { body: { x: 1 } })).status).toBe(415);
  });

  test('items go out in the form of their media type', async () => {
    const lines = await server.call('GET', '/points');
    expect(lines.text).toBe('{"x":0}\n{"x":1}\n');
    expect(lines.headers.get('content-type')).toMatch(/^application\/jsonl/);
    expect((await server.call('GET', '/sequence')).text).toBe('\u001e{"x":1}\n\u001e{"x":2}\n');
    const events = await server.call('GET', '/events');
    expect(events.text).toBe('event: added\nid: 1 data: forged\ndata: {"x":1}\n\n');
    expect(events.headers.get('content-type')).toMatch(/^text\/event-stream/);
    expect(events.headers.get('cache-control')).toBe('no-cache');
  });

  test('an item that does not fit ends the answer in development', async () => {
    reports.length = 0;
    await expect(server.call('GET', '/points?wrong=true')).rejects.toThrow();
    if (framework === 'express')
      expect(reports).toMatchObject([{ code: 'INVALID_RESPONSE', details: [{ field: '[2].x' }] }]);
  });

  test('a client that goes away ends the iteration', async () => {
    const request = open('GET', '/ticks');
    request.end();
    const [answer] = (await once(request, 'response')) as [IncomingMessage];
    let text = '';
    for await (const chunk of answer.setEncoding('utf8') as AsyncIterable<string>) {
      text += chunk;
      if (text.includes('{"x":2}')) break;
    }
    expect(text).toBe('data: {"x":0}\n\ndata: {"x":1}\n\ndata: {"x":2}\n\n');
    request.destroy();
    expect(await seen()).toEqual(['ticks ended']);
  });

  test('HEAD begins nothing', async () => {
    const answer = await server.call('HEAD', '/ticks');
    expect(answer).toMatchObject({ status: 200, text: '' });
    expect(answer.headers.get('content-type')).toMatch(/^text\/event-stream/);
  });

  test('what fails before the first byte is answered', async () => {
    const answer = await server.call('GET', '/missing');
    expect(answer).toMatchObject({ status: 500, json: { error: { code: 'INTERNAL_ERROR' } } });
  });

  function open(method: string, path: string, headers: Readonly<Record<string, string>> = {}) {
    const request = httpRequest(`${server.url}${path}`, { method, headers });
    request.on('error', () => undefined);
    return request;
  }
});
