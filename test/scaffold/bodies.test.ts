// Bodies that are not JSON: forms, files, texts, bytes, and several kinds for one operation.
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

const echo = { 200: { description: 'ok', content: { 'application/json': { schema: {} } } } };
const post = (operationId: string, content: unknown): unknown => ({
  post: { operationId, tags: ['echo'], requestBody: { required: true, content }, responses: echo },
});
const person = {
  type: 'object',
  required: ['name', 'age'],
  properties: {
    name: { type: 'string' },
    age: { type: 'integer', minimum: 0 },
    tags: { type: 'array', items: { type: 'string' } },
    address: { type: 'object', properties: { zip: { type: 'integer' } } },
  },
};

const SPEC = {
  openapi: '3.0.3',
  info: { title: 'T', version: '1' },
  paths: {
    '/form': post('form', { 'application/x-www-form-urlencoded': { schema: person } }),
    '/upload': post('upload', {
      'multipart/form-data': {
        schema: {
          type: 'object',
          required: ['file'],
          properties: {
            file: { type: 'string', format: 'binary' },
            count: { type: 'integer' },
            meta: { type: 'object', required: ['a'], properties: { a: { type: 'boolean' } } },
            more: { type: 'array', items: { $ref: '#/components/schemas/Attachment' } },
          },
        },
      },
    }),
    '/text': post('text', { 'text/plain': { schema: { type: 'string', maxLength: 5 } } }),
    '/bytes': post('bytes', { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } }),
    '/many': post('many', {
      'application/json': { schema: person },
      'application/x-www-form-urlencoded': { schema: person },
      'image/*': {},
    }),
    '/vendor': post('vendor', { 'application/vnd.shop+json': { schema: person } }),
  },
  components: { schemas: { Attachment: { type: 'string', format: 'binary' } } },
};

/** What a handler does to show what it got. */
const SHOW = `const show = async (body: unknown): Promise<unknown> => {
  if (body instanceof File) return { file: body.name, type: body.type, text: await body.text() };
  if (body instanceof Readable) return { bytes: (await buffer(body)).length };
  if (Array.isArray(body)) return Promise.all(body.map(show));
  if (typeof body !== 'object' || body === null) return body;
  return Object.fromEntries(await Promise.all(Object.entries(body).map(async ([name, value]) => [name, await show(value)])));
};
`;

const HANDLER: Readonly<Record<FrameworkName, string>> = {
  express: 'async (req, res) => { res.status(200).json(await show(req.body)) }',
  fastify: 'async (request, reply) => { reply.code(200).send(await show(request.body)) }',
  koa: 'async (ctx) => { ctx.answer(200, await show(ctx.request.body)) }',
};

describe.each(FRAMEWORKS)('%s', (framework) => {
  let project: TestProject;
  let server: RunningServer;

  beforeAll(async () => {
    project = await createProject({ 'openapi.json': JSON.stringify(SPEC) });
    expect(await project.scaffold('openapi.json', '--framework', framework)).toMatchObject({ exitCode: 0 });
    const handlers = ['form', 'upload', 'text', 'bytes', 'many', 'vendor'].map(
      (name) => `export const ${name}: Handler<'${name}'> = ${HANDLER[framework]};`,
    );
    await project.write(
      'src/routes/echo.ts',
      `import { File } from 'node:buffer';\nimport { Readable } from 'node:stream';\nimport { buffer } from 'node:stream/consumers';\nimport type { Handler } from '../middleware/handler.js';\n\n${SHOW}\n${handlers.join('\n')}\n`,
    );
    expect(await project.typeErrors()).toEqual([]);
    server = await startServer(framework, project);
  });

  afterAll(async () => {
    await server?.close();
    await project?.remove();
  });

  const urlencoded = { 'content-type': 'application/x-www-form-urlencoded' };

  test('a form gives numbers, lists and objects', async () => {
    const answer = await server.call('POST', '/form', {
      body: 'name=Ada+L&age=36&tags=a&tags=b%26c&address[zip]=12345',
      headers: urlencoded,
    });
    expect(answer.json).toEqual({ name: 'Ada L', age: 36, tags: ['a', 'b&c'], address: { zip: 12345 } });
  });

  test('a form that does not fit names every fault', async () => {
    expect(
      detailsOf(await server.call('POST', '/form', { body: 'age=-1&address[zip]=x', headers: urlencoded })),
    ).toEqual(['name: is required', 'age: must be at least 0', 'address.zip: must be a number']);
  });

  test('a multipart body brings files, texts and JSON', async () => {
    const body = new FormData();
    body.append('file', new File(['hello'], 'a.txt', { type: 'text/plain' }));
    body.append('count', '3');
    body.append('meta', '{"a":true}');
    body.append('more', new File(['x'], 'b.bin'));
    const answer = await server.send('POST', '/upload', body);
    expect(answer.json).toEqual({
      file: { file: 'a.txt', type: 'text/plain', text: 'hello' },
      count: 3,
      meta: { a: true },
      more: [{ file: 'b.bin', type: 'application/octet-stream', text: 'x' }],
    });
  });

  test('a text where a file must be, and a part that is no JSON', async () => {
    const body = new FormData();
    body.append('file', 'no file');
    body.append('meta', '{');
    expect(detailsOf(await server.send('POST', '/upload', body)).map((line) => line.split(':')[0])).toEqual([
      'file',
      'meta',
    ]);
    const broken = await server.call('POST', '/upload', {
      body: 'nonsense',
      headers: { 'content-type': 'multipart/form-data; boundary=x' },
    });
    expect(detailsOf(broken)).toEqual(['body: is not a valid multipart body']);
  });

  test('texts and bytes', async () => {
    const plain = { 'content-type': 'text/plain; charset=utf-8' };
    expect((await server.call('POST', '/text', { body: 'héllo', headers: plain })).json).toBe('héllo');
    expect(detailsOf(await server.call('POST', '/text', { body: 'too long', headers: plain }))).toEqual([
      'body: must have at most 5 characters',
    ]);
    expect(
      (await server.call('POST', '/bytes', { body: 'abc', headers: { 'content-type': 'application/octet-stream' } }))
        .json,
    ).toEqual({ bytes: 3 });
  });

  test('one of several kinds', async () => {
    const ada = { name: 'Ada', age: 36 };
    expect((await server.call('POST', '/many', { body: ada })).json).toEqual(ada);
    expect((await server.call('POST', '/many', { body: 'name=Ada&age=36', headers: urlencoded })).json).toEqual(ada);
    expect(
      (await server.call('POST', '/many', { body: 'png', headers: { 'content-type': 'image/png' } })).json,
    ).toEqual({ bytes: 3 });
    expect(
      (await server.call('POST', '/many', { body: '<a/>', headers: { 'content-type': 'application/xml' } })).status,
    ).toBe(415);
    expect(
      (
        await server.call('POST', '/vendor', {
          body: JSON.stringify(ada),
          headers: { 'content-type': 'application/vnd.shop+json' },
        })
      ).json,
    ).toEqual(ada);
  });

  test('a compressed body', async () => {
    const answer = await server.send('POST', '/many', new Uint8Array(gzipSync('{"name":"Ada","age":36}')), {
      'content-type': 'application/json',
      'content-encoding': 'gzip',
    });
    expect(answer.json).toEqual({ name: 'Ada', age: 36 });
  });
});
