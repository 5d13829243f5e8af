// api-scaffold --mock: the document served at once, with the verdicts of the generated server.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningMock, startMock } from './mock-support.js';
import { createProject, ROOT, type TestProject } from './support.js';

const SPEC = `openapi: 3.1.0
info: { title: Library, version: 2.0.0 }
servers: [{ url: https://api.example.com/v1 }]
paths:
  /books:
    get:
      operationId: listBooks
      parameters:
        - { name: limit, in: query, schema: { type: integer, maximum: 10 } }
        - { name: meta, in: query, explode: false, schema: { oneOf: [{ type: string, maxLength: 5 }, { type: array, items: { enum: [count, total] } }] } }
      responses:
        '200':
          description: books
          headers: { X-Total: { schema: { type: integer, minimum: 5, maximum: 5 } } }
          content:
            application/json:
              schema: { type: array, items: { $ref: '#/components/schemas/Book' } }
              examples:
                wrong: { value: [{ id: text }] }
                empty: { value: [] }
                one: { value: [{ id: 7, title: Emma, code: ab-1 }] }
            text/plain: { schema: { type: string, pattern: '^x{3}$' } }
        '404': { description: none, content: { application/json: { schema: { $ref: '#/components/schemas/Problem' } } } }
    post:
      operationId: addBook
      security: [{ key: [] }]
      requestBody: { required: true, content: { application/json: { schema: { $ref: '#/components/schemas/Book' } } } }
      responses: { '201': { description: added, content: { application/json: { schema: { $ref: '#/components/schemas/Book' } } } } }
  /books/{id}:
    delete: { operationId: removeBook, parameters: [{ name: id, in: path, required: true, schema: { type: integer } }], responses: { '204': { description: gone } } }
  /impossible:
    get: { responses: { '200': { description: none, content: { application/json: { schema: { allOf: [{ type: string }, { type: number }] } } } } } }
components:
  securitySchemes: { key: { type: apiKey, in: header, name: X-Key } }
  schemas:
    Book:
      type: object
      required: [id, title, code, password]
      properties:
        id: { type: integer, readOnly: true }
        title: { type: string, minLength: 3 }
        code: { type: string, pattern: '^[a-z]{2}-\\d$' }
        password: { type: string, writeOnly: true }
        sequel: { $ref: '#/components/schemas/Book' }
    Problem: { oneOf: [{ type: object, required: [kind], properties: { kind: { const: a } } }, { type: object, required: [kind], properties: { kind: { const: b } } }] }
`;

let project: TestProject;
let mock: RunningMock;
const call = (path: string, init: RequestInit = {}): Promise<Response> => fetch(mock.url + path, init);
const book = JSON.stringify({ title: 'Emma', code: 'ab-1', password: 'x' });

beforeAll(async () => {
  project = await createProject({ 'openapi.yaml': SPEC });
  mock = await startMock(project.folder, 'openapi.yaml');
});
afterAll(async () => {
  expect(await mock.stop()).toBe(130);
  await expect(fetch(mock.url)).rejects.toThrow();
  expect([...(await project.files()).keys()].sort()).toEqual(['openapi.yaml', 'package.json', 'tsconfig.json']);
  await project.remove();
});

describe('answers', () => {
  test('the first example that fits, and a warning for one that does not', async () => {
    const answer = await call('/books');
    expect([answer.status, answer.headers.get('x-total')]).toEqual([200, '5']);
    expect(await answer.json()).toEqual([]);
    expect(mock.output.stderr).toContain('SCAF382: the example wrong of GET /books 200 does not fit its schema');
  });

  test('the example that is asked for, as it stands', async () => {
    const one = await call('/books', { headers: { prefer: 'example=one' } });
    expect(await one.json()).toEqual([{ id: 7, title: 'Emma', code: 'ab-1' }]);
    expect(await (await call('/books', { headers: { prefer: 'example="wrong"' } })).json()).toEqual([{ id: 'text' }]);
    const none = await call('/books', { headers: { prefer: 'example=two' } });
    expect([none.status, await none.text()]).toEqual([
      400,
      expect.stringContaining('the document has wrong, empty, one'),
    ]);
  });

  test('made-up values have what is readOnly and lack what is writeOnly, and are the same each time', async () => {
    const dynamic = async (): Promise<unknown> =>
      (await call('/books', { headers: { prefer: 'dynamic=true' } })).json();
    const [first] = (await dynamic()) as readonly Record<string, unknown>[];
    expect(first).toMatchObject({ id: expect.any(Number), code: expect.stringMatching(/^[a-z]{2}-\d$/) });
    expect(JSON.stringify(first)).not.toContain('password');
    expect(await dynamic()).toEqual([first]);
  });

  test('another seed gives other values', async () => {
    const other = await startMock(project.folder, 'openapi.yaml', '--seed', '2');
    const headers = { prefer: 'dynamic=true' };
    const texts = await Promise.all(
      [mock, other].map(async ({ url }) => (await fetch(`${url}/books`, { headers })).text()),
    );
    expect(texts[0]).not.toBe(texts[1]);
    await other.stop();
  });

  test('the status that is asked for', async () => {
    const answer = await call('/books', { headers: { prefer: 'code=404' } });
    expect([answer.status, answer.headers.get('preference-applied')]).toEqual([404, 'code=404']);
    expect(((await answer.json()) as { kind: string }).kind).toMatch(/^[ab]$/);
    expect((await call('/books', { headers: { prefer: 'code=418' } })).status).toBe(400);
  });

  test('the media type that is liked best', async () => {
    const answer = await call('/books', { headers: { accept: 'text/plain, application/json;q=0.5' } });
    expect([answer.headers.get('content-type'), await answer.text()]).toEqual(['text/plain', 'xxx']);
    expect((await call('/books', { headers: { accept: 'image/png' } })).status).toBe(406);
  });

  test('no body for 204 and for HEAD', async () => {
    const gone = await call('/books/1', { method: 'DELETE' });
    expect([gone.status, await gone.text()]).toEqual([204, '']);
    const head = await call('/books', { method: 'HEAD' });
    expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([200, '2', '']);
  });

  test('500 and a warning where no value can be made', async () => {
    expect((await call('/impossible')).status).toBe(500);
    expect(mock.output.stderr).toContain('SCAF383: no value could be made that fits the schema of GET /impossible 200');
  });
});

describe('verdicts', () => {
  const json = { 'content-type': 'application/json' };
  test.each([
    ['a parameter', '/books?limit=11', {}, 400],
    ['a path parameter', '/books/x', { method: 'DELETE' }, 400],
    ['no credentials', '/books', { method: 'POST', headers: json, body: book }, 401],
    ['a body', '/books', { method: 'POST', headers: { ...json, 'x-key': 'k' }, body: '{}' }, 400],
    [
      'a media type',
      '/books',
      { method: 'POST', headers: { 'x-key': 'k', 'content-type': 'text/csv' }, body: 'a' },
      415,
    ],
    [
      'a body that is too long',
      '/books',
      { method: 'POST', headers: { ...json, 'x-key': 'k' }, body: `"${'x'.repeat(1_100_000)}"` },
      413,
    ],
    ['nothing', '/books', { method: 'POST', headers: { ...json, 'x-key': 'k' }, body: book }, 201],
    ['an unknown path', '/authors', {}, 404],
    ['an unknown method', '/books', { method: 'PUT' }, 405],
    ['nothing: a list', '/books?meta=count,total', {}, 200],
    ['nothing: one value where a list may be', '/books?meta=other', {}, 200],
    ['neither a list nor a value', '/books?meta=others,count', {}, 400],
    ['nothing, below the path of the server', '/v1/books', {}, 200],
  ])('%s', async (_, path, init, status) => {
    expect((await call(path, init)).status).toBe(status);
  });

  test('every fault at once, in the envelope of the generated server', async () => {
    const headers = { ...json, 'x-key': 'k', 'x-request-id': 'r-1' };
    const answer = await call('/books', { method: 'POST', headers, body: '{"title":"E","code":"ab-1"}' });
    expect(await answer.json()).toEqual({
      error: {
        code: 'VALIDATION_ERROR',
        message: expect.any(String),
        details: [
          { field: 'title', in: 'body', message: 'must have at least 3 characters' },
          { field: 'password', in: 'body', message: 'is required' },
        ],
      },
      meta: { requestId: 'r-1' },
    });
  });

  test('pages of another origin are let in', async () => {
    const headers = {
      origin: 'http://app',
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'x-key',
    };
    const preflight = await call('/books', { method: 'OPTIONS', headers });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-headers')).toBe('x-key');
    expect((await call('/books', { headers })).headers.get('access-control-allow-origin')).toBe('http://app');
  });
});

describe('the command', () => {
  test('prints one document with --json', async () => {
    const other = await startMock(ROOT, join('examples/shop/openapi.yaml'), '--json');
    expect(await other.stop()).toBe(130);
    const document = JSON.parse(other.output.stdout) as { data: { mock: { url: string; operations: unknown[] } } };
    expect(document.data.mock.url).toBe(other.url);
    expect(document.data.mock.operations).toHaveLength(13);
  });

  test('says that the port is taken', async () => {
    const taken = createServer();
    await new Promise<void>((done) => taken.listen(0, '127.0.0.1', done));
    const { port } = taken.address() as AddressInfo;
    const result = await project.scaffold('openapi.yaml', '--mock', '--port', String(port));
    expect([result.exitCode, result.stderr]).toEqual([2, expect.stringContaining('error[SCAF381]')]);
    taken.close();
  });

  test.each(['--check', '--dry-run', '--watch'])('is refused beside %s', async (other) => {
    expect((await project.scaffold('openapi.yaml', '--mock', other)).exitCode).toBe(2);
  });
});
