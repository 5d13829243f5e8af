// What Hono alone has: contexts that its own helpers take, apps that answer without a server, mounting, HTTP exceptions.
import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createProject, type RunningServer, startServer, type TestProject } from './support.js';

const ok = (content: object): object => ({ 200: { description: 'ok', content } });
const json = (schema: object): object => ({ 'application/json': { schema } });
const id = { name: 'id', in: 'path', required: true, schema: { type: 'integer' } };
const SPEC = {
  openapi: '3.1.0',
  info: { title: 'T', version: '1' },
  paths: {
    '/things/{id}': {
      get: {
        operationId: 'getThing',
        parameters: [id],
        responses: {
          ...ok(json({ type: 'object', required: ['id'], properties: { id: { type: 'integer' } } })),
          301: {},
        },
      },
      head: { operationId: 'seeThing', parameters: [id], responses: { 204: { description: 'there' } } },
      put: {
        operationId: 'putThing',
        parameters: [id],
        requestBody: { required: true, content: json({ type: 'object', required: ['a'] }) },
        responses: ok(json({})),
      },
    },
    '/page': { get: { operationId: 'page', responses: ok({ 'text/html': {}, 'text/plain': {} }) } },
    '/live': { get: { operationId: 'live', responses: ok({ 'text/event-stream': {} }) } },
    '/wrong/{how}': {
      get: {
        operationId: 'wrong',
        parameters: [{ name: 'how', in: 'path', required: true, schema: { type: 'string' } }],
        responses: ok(json({ type: 'object', required: ['a'] })),
      },
    },
  },
};

const HANDLERS = `import { setCookie } from 'hono/cookie';
import { HTTPException } from 'hono/http-exception';
import { streamSSE } from 'hono/streaming';
import type { Handler } from '../middleware/handler.js';

export const getThing: Handler<'getThing'> = async (c) => {
  const { id } = c.req.valid('param');
  setCookie(c, 'seen', String(id));
  if (id === 301) return c.redirect('/elsewhere', 301);
  // @ts-expect-error a member that the document does not have, and none that it has
  if (id === -1) return c.json({ ids: id });
  // @ts-expect-error a status that the document does not have
  if (id === -2) return c.redirect('/elsewhere', 302);
  return c.json({ id }, 200, { 'X-Id': c.var.requestId });
};
export const seeThing: Handler<'seeThing'> = (c) => c.body(null, 204, { 'X-Thing': c.req.method });
export const putThing: Handler<'putThing'> = async (c) => c.json(c.req.valid('json'));
export const page: Handler<'page'> = (c) => c.html('<p>page</p>');
export const live: Handler<'live'> = (c) => streamSSE(c, async (stream) => stream.writeSSE({ event: 'one', data: '1' }));
export const wrong: Handler<'wrong'> = async (c) => {
  const { how } = c.req.valid('param');
  if (how === 'exception') throw new HTTPException(409, { message: 'taken' });
  if (how === 'response') throw new HTTPException(402, { res: new Response('pay', { status: 402 }) });
  if (how === 'text') throw 'no error';
  if (how === 'other') {
    c.header('X-Own', 'yes');
    return new Response('{"a":1}', { headers: { 'Content-Type': 'application/json' } });
  }
  return new Response('{}', { headers: { 'Content-Type': 'application/json' } });
};
`;

interface App {
  request(path: string, init?: RequestInit): Promise<Response>;
  use(handler: unknown): void;
  route(path: string, app: App): App;
}

let project: TestProject;
let server: RunningServer;
let routes: { readonly createRouter: (options?: object) => App };
let newApp: () => App;
const reports: unknown[] = [];

beforeAll(async () => {
  project = await createProject({ 'openapi.json': JSON.stringify(SPEC) });
  expect(await project.scaffold('openapi.json', '--framework', 'hono')).toMatchObject({ exitCode: 0 });
  await project.write('src/routes/default.ts', HANDLERS);
  expect(await project.typeErrors()).toEqual([]);
  server = await startServer('hono', project, { report: (error: unknown) => reports.push(error) });
  routes = (await import(
    /* @vite-ignore */ pathToFileURL(join(project.folder, 'dist/routes/index.js')).href
  )) as typeof routes;
  await project.write('dist/app.js', "import { Hono } from 'hono';\nexport const newApp = () => new Hono();\n");
  ({ newApp } = (await import(/* @vite-ignore */ pathToFileURL(join(project.folder, 'dist/app.js')).href)) as {
    newApp: () => App;
  });
});

afterAll(async () => {
  await server?.close();
  await project?.remove();
});

test("Hono's own helpers take the context", async () => {
  const thing = await server.call('GET', '/things/7', { headers: { 'x-request-id': 'r-7' } });
  expect(thing).toMatchObject({ status: 200, json: { id: 7 } });
  expect([thing.headers.get('set-cookie'), thing.headers.get('x-id')]).toEqual(['seen=7; Path=/', 'r-7']);
  expect((await fetch(`${server.url}/things/301`, { redirect: 'manual' })).headers.get('location')).toBe('/elsewhere');
  expect((await server.call('GET', '/page')).text).toBe('<p>page</p>');
  expect((await server.call('GET', '/live')).text).toBe('event: one\ndata: 1\n\n');
});

test('a HEAD of the document, which Hono would answer with GET', async () => {
  const head = await server.call('HEAD', '/things/7');
  expect([head.status, head.headers.get('x-thing')]).toEqual([204, 'HEAD']);
  const refused = await server.call('POST', '/things/7');
  expect([refused.status, refused.headers.get('allow')]).toEqual([405, 'HEAD, GET, PUT, OPTIONS']);
});

test('JSON that is no UTF-8', async () => {
  const put = async (...bytes: readonly number[]): Promise<number> => {
    const headers = { 'content-type': 'application/json' };
    const body = new Uint8Array([...Buffer.from('{"a":"'), ...bytes, ...Buffer.from('"}')]);
    return (await server.send('PUT', '/things/1', body, headers)).status;
  };
  expect([await put(0xc3, 0xbc), await put(0xef, 0xbf, 0xbd)]).toEqual([200, 200]);
  expect([await put(0xff), await put(0xc3), await put(0xe2, 0x82)]).toEqual([400, 400, 400]);
});

test('a body of a length that nobody announced', async () => {
  const send = async (...chunks: readonly string[]): Promise<number | undefined> => {
    const sent = httpRequest(`${server.url}/things/1`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
    });
    sent.on('error', () => undefined);
    for (const chunk of chunks) sent.write(chunk);
    sent.end();
    const [answer] = (await once(sent, 'response')) as [IncomingMessage];
    answer.resume();
    return answer.statusCode;
  };
  expect(await send('{"a":', '1}')).toBe(200);
  expect(await send('{"a":"', 'x'.repeat(800_000), 'x'.repeat(800_000), '"}')).toBe(413);
});

test('what a person wrote stays where the document grows, and shows where it no longer fits', async () => {
  const own = await createProject({ 'openapi.json': JSON.stringify(SPEC) });
  await own.scaffold('openapi.json', '--framework', 'hono');
  await own.write('src/routes/default.ts', HANDLERS);
  const { '/page': page, ...others } = SPEC.paths;
  const grown = {
    '/new': { post: { operationId: 'added', responses: { 201: { description: 'made' } } } },
    '/page': { get: { ...page.get, responses: ok({ 'text/csv': {} }) } },
    '/live': { get: { operationId: 'live', responses: { 410: { description: 'gone' } } } },
  };
  await own.write('openapi.json', JSON.stringify({ ...SPEC, paths: { ...others, ...grown } }));
  expect(await own.scaffold('openapi.json', '--framework', 'hono')).toMatchObject({ exitCode: 0 });
  const text = await own.read('src/routes/default.ts');
  for (const line of HANDLERS.split('\n').slice(4)) expect(text).toContain(line);
  expect(text).toContain("export const added: Handler<'added'> = async (c) => {\n  return notImplemented(c);\n};");
  expect(await own.typeErrors()).toEqual([]);
  await own.write('src/routes/default.ts', text.replace("c.html('<p>page</p>')", 'c.json({ page: 1 }, 200)'));
  expect((await own.typeErrors()).map((line) => line.replace(/\(.*/, ''))).toEqual(['src/routes/default.ts']);
  expect(await own.scaffold('openapi.json', '--framework', 'hono', '--check')).toMatchObject({ exitCode: 0 });
  await own.remove();
});

describe('without a server', () => {
  test('requests are answered as over HTTP', async () => {
    const app = routes.createRouter();
    const put = (body: string): Promise<Response> =>
      app.request('/things/1', { method: 'PUT', body, headers: { 'content-type': 'application/json' } });
    expect(await (await put('{"a":1}')).json()).toEqual({ a: 1 });
    expect((await put('{}')).status).toBe(400);
    expect((await put(`{"a":"${'x'.repeat(2_000_000)}"}`)).status).toBe(413);
    expect((await app.request('/things/1', { method: 'PUT' })).status).toBe(400);
    expect((await app.request('/nowhere')).status).toBe(404);
  });

  test('below a path, behind the middleware of an app, and beside its own routes', async () => {
    const app = newApp();
    app.use((c: { req: { raw: Request } }, next: () => Promise<void>) => {
      c.req.raw = new Request(c.req.raw, { headers: { 'x-request-id': 'from-app' } });
      return next();
    });
    app.route('/v1/:tenant', routes.createRouter({ passUnknownPaths: true }));
    const answer = await app.request('/v1/shop%2F1/things/12?x=/y');
    expect(await answer.json()).toEqual({ id: 12 });
    expect(answer.headers.get('x-request-id')).toBe('from-app');
    expect(await (await app.request('/v1/shop/nowhere')).text()).toBe('404 Not Found');
  });
});

test('what is thrown, and what the document does not have', async () => {
  const call = (how: string) => server.call('GET', `/wrong/${how}`);
  expect(await call('exception')).toMatchObject({
    status: 409,
    json: { error: { code: 'CONFLICT', message: 'taken' } },
  });
  const response = await call('response');
  expect(response).toMatchObject({ status: 402, text: 'pay' });
  expect(response.headers.get('x-request-id')).toMatch(/^[\da-f-]{36}$/);
  const other = await call('other');
  expect(other).toMatchObject({ status: 200, json: { a: 1 } });
  expect([other.headers.get('x-own'), other.headers.has('x-request-id')]).toEqual(['yes', true]);
  reports.length = 0;
  expect(await call('text')).toMatchObject({ status: 500, json: { error: { code: 'INTERNAL_ERROR' } } });
  expect(reports).toMatchObject([{ message: 'no error' }]);
  expect(await call('body')).toMatchObject({ status: 500, json: { error: { code: 'INVALID_RESPONSE' } } });
});
