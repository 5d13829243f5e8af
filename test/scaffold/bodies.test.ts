// Bodies that are not JSON: forms, files, texts, bytes, and several kinds for one operation.

import { connect } from 'node:net';
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
    '/styled': post('styled', {
      'application/x-www-form-urlencoded': {
        schema: {
          type: 'object',
          properties: {
            ids: { type: 'array', items: { type: 'integer' } },
            words: { type: 'array', items: { type: 'string' } },
            range: { type: 'object', properties: { from: { type: 'integer' }, to: { type: 'integer' } } },
            filter: { type: 'object', properties: { deep: { type: 'boolean' } } },
            lines: { type: 'array', items: { type: 'object', properties: { n: { type: 'integer' } } } },
            name: { type: 'string' },
          },
        },
        encoding: {
          ids: { style: 'pipeDelimited', explode: false },
          words: { style: 'form', explode: false },
          range: { style: 'form', explode: true },
          filter: { style: 'deepObject' },
        },
      },
    }),
    '/parts': post('parts', {
      'multipart/form-data': {
        schema: {
          type: 'object',
          required: ['photos'],
          properties: {
            photos: { type: 'array', maxItems: 2, items: { type: 'string', format: 'binary' } },
            meta: { type: 'object', required: ['a'], properties: { a: { type: 'integer' } } },
            rows: { type: 'array', items: { type: 'object', properties: { n: { type: 'integer' } } } },
            price: { type: 'number' },
          },
        },
        encoding: {
          photos: {
            contentType: 'image/png, image/jpeg',
            headers: { 'X-Rotate': { required: true, schema: { type: 'integer', maximum: 360 } } },
          },
          price: { contentType: 'application/json' },
        },
      },
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
  hono: "async (c) => c.json(await show(c.req.valid('TARGET')), 200)",
  koa: 'async (ctx) => { ctx.answer(200, await show(ctx.request.body)) }',
};

/** Where Hono has the body of an operation. */
const TARGETS: Readonly<Record<string, string>> = { text: 'body', bytes: 'body', many: 'body', vendor: 'json' };

describe.each(FRAMEWORKS)('%s', (framework) => {
  let project: TestProject;
  let server: RunningServer;
  const reported: unknown[] = [];

  beforeAll(async () => {
    project = await createProject({ 'openapi.json': JSON.stringify(SPEC) });
    expect(await project.scaffold('openapi.json', '--framework', framework)).toMatchObject({ exitCode: 0 });
    const handlers = ['form', 'upload', 'text', 'bytes', 'many', 'styled', 'parts', 'vendor'].map(
      (name) =>
        `export const ${name}: Handler<'${name}'> = ${HANDLER[framework].replace('TARGET', TARGETS[name] ?? 'form')};`,
    );
    await project.write(
      'src/routes/echo.ts',
      `import { File } from 'node:buffer';\nimport { Readable } from 'node:stream';\nimport { buffer } from 'node:stream/consumers';\nimport type { Handler } from '../middleware/handler.js';\n\n${SHOW}\n${handlers.join('\n')}\n`,
    );
    expect(await project.typeErrors()).toEqual([]);
    server = await startServer(framework, project, { report: (error: unknown) => reported.push(error) });
  });

  afterAll(async () => {
    await server?.close();
    await project?.remove();
  });

  const urlencoded = { 'content-type': 'application/x-www-form-urlencoded' };

  test('a client that goes away in the middle of a form is no error of the server', async () => {
    const { port, hostname } = new URL(server.url);
    const before = reported.length;
    const head = `POST /form HTTP/1.1\r\nHost: ${hostname}\r\nContent-Type: ${urlencoded['content-type']}\r\nContent-Length: 100\r\n\r\n`;
    await new Promise<void>((done) => {
      const socket = connect(Number(port), hostname, () => socket.write(`${head}name=A`));
      setTimeout(() => socket.destroy().once('close', () => done()), 50);
    });
    // The server is told of it before it is told of the next request.
    await server.call('POST', '/form', { body: 'name=B', headers: urlencoded });
    expect(reported.slice(before)).toEqual([]);
  });

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

  test('the fields of a form in the style that the document says', async () => {
    const answer = await server.call('POST', '/styled', {
      body: 'ids=1%7C2&words=a%2Cb,c&from=1&to=9&filter[deep]=true&lines=%7B%22n%22%3A1%7D&lines=%7B%22n%22%3A2%7D&name=x',
      headers: urlencoded,
    });
    expect(answer.json).toEqual({
      ids: [1, 2],
      words: ['a,b', 'c'],
      range: { from: 1, to: 9 },
      filter: { deep: true },
      lines: [{ n: 1 }, { n: 2 }],
      name: 'x',
    });
    const wrong = await server.call('POST', '/styled', { body: 'ids=1|x&filter[deep]=1', headers: urlencoded });
    expect(detailsOf(wrong)).toEqual(['ids[1]: must be a number', 'filter.deep: must be a boolean']);
    const broken = await server.call('POST', '/styled', { body: 'name=%zz', headers: urlencoded });
    expect(detailsOf(broken)).toEqual(['body: is not validly percent-encoded']);
  });

  const boundary = { 'content-type': 'multipart/form-data; boundary="a b"' };
  const parts = (...list: readonly string[]): Uint8Array<ArrayBuffer> =>
    new Uint8Array(
      Buffer.from(`preamble\r\n${list.map((part) => `--a b\r\n${part}\r\n`).join('')}--a b--\r\nepilogue`),
    );
  const photo = (type: string, rotate = '90'): string =>
    `Content-Disposition: form-data; name="photos"; filename="a%22b.png"\r\ncontent-type: ${type}\r\nX-ROTATE: ${rotate}\r\n\r\nbytes\r\n--a`;

  test('several files under one name, and parts of the types and with the headers that the document says', async () => {
    const meta =
      'Content-Disposition: form-data; name="meta"; filename="blob"\r\nContent-Type: application/json\r\n\r\n{"a":1}';
    const rows = 'Content-Disposition: form-data; name=rows\r\n\r\n{"n":1}';
    const price = 'Content-Disposition: form-data; name="price"\r\n\r\n1.50';
    const body = parts(photo('image/png'), photo('IMAGE/JPEG; q=1'), meta, rows, price);
    const answer = await server.send('POST', '/parts', body, boundary);
    const shown = { file: 'a"b.png', text: 'bytes\r\n--a' };
    expect(answer.json).toEqual({
      photos: [
        { ...shown, type: 'image/png' },
        { ...shown, type: 'image/jpeg' },
      ],
      meta: { a: 1 },
      rows: [{ n: 1 }],
      price: 1.5,
    });
  });

  test('a part of another type, without its header, one too many, and no end', async () => {
    const other = await server.send('POST', '/parts', parts(photo('text/html'), photo('image/png', 'round')), boundary);
    expect(detailsOf(other)).toEqual([
      'photos: must be image/png or image/jpeg',
      'photos: has a header X-Rotate that does not fit its schema',
    ]);
    const many = await server.send('POST', '/parts', parts(...Array(3).fill(photo('image/png'))), boundary);
    expect(detailsOf(many)).toEqual(['photos: must have at most 2 items']);
    const open = await server.send('POST', '/parts', parts(photo('image/png')).slice(0, -20), boundary);
    expect(detailsOf(open)).toEqual(['body: is not a valid multipart body']);
    const price = 'Content-Disposition: form-data; name="price"\r\n\r\n1';
    expect((await server.send('POST', '/parts', parts(...Array(1001).fill(price)), boundary)).status).toBe(413);
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
