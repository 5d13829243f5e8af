// `api-scaffold src/ --generate-spec` as a user runs it: a first document, one that people keep, drift, and code that is no code.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createProject, ROOT, type TestProject } from './support.js';

let project: TestProject;

const APP = `import express from 'express';
import { z } from 'zod';

const app = express();
export const newBook = z.object({ title: z.string().min(1), year: z.int().optional() });

/** Add a book */
app.post('/books', (req, res) => {
  const book = newBook.parse(req.body);
  res.status(201).json(book);
});
app.get('/books/:id', (req, res) => res.json({ id: req.params.id }));
`;

beforeEach(async () => {
  project = await createProject({ 'src/app.js': APP });
});

afterEach(async () => {
  await project.remove();
});

test('a first document', async () => {
  const result = await project.scaffold('src', '--generate-spec');
  expect(result).toMatchObject({ exitCode: 0, stderr: '' });
  expect(result.stdout).toContain('Read 2 operations from 1 file');
  expect(result.stdout).toContain('- POST /books (src/app.js:8)');
  const text = await project.read('openapi.yaml');
  expect(text).toContain("$ref: '#/components/schemas/NewBook'");
  expect(text).toContain('summary: Add a book');
  // What was written reads as a document, and gives code.
  expect(await project.scaffold('openapi.yaml', '--output', 'out/routes/')).toMatchObject({ exitCode: 0 });
});

test('running it again changes nothing, and --check agrees', async () => {
  await project.scaffold('src', '--generate-spec');
  expect((await project.scaffold('src', '--generate-spec')).stdout).toContain('Unchanged: openapi.yaml');
  expect(await project.scaffold('src', '--generate-spec', '--check')).toMatchObject({ exitCode: 0 });
});

test('a document that people keep stays as it is where the code says the same', async () => {
  await project.scaffold('src', '--generate-spec');
  const kept = (await project.read('openapi.yaml'))
    .replace(
      'summary: Add a book',
      'summary: Add a book # as the shop calls it\n      description: With its year, where that is known.',
    )
    .replace('info:\n', 'info:\n  contact:\n    name: The shelf\n');
  await project.write('openapi.yaml', kept);
  await project.scaffold('src', '--generate-spec');
  expect(await project.read('openapi.yaml')).toBe(kept);
  await project.write(
    'src/app.js',
    APP.replace('z.string().min(1)', 'z.string().min(3)').replace("'/books/:id'", "'/shelves/:id'"),
  );
  const check = await project.scaffold('src', '--generate-spec', '--check');
  expect(check).toMatchObject({ exitCode: 1 });
  expect(check.stderr).toContain('error[SCAF343]');
  expect(check.stdout).toContain('+          minLength: 3');
  const update = await project.scaffold('src', '--generate-spec');
  expect(update.stdout).toContain('Added: GET /shelves/{id}');
  expect(update.stdout).toContain('Removed, since the code has it no more: GET /books/{id}');
  const text = await project.read('openapi.yaml');
  expect(text).toContain('# as the shop calls it');
  expect(text).toContain('With its year, where that is known.');
  expect(text).toContain('name: The shelf');
  expect(text).toContain('minLength: 3');
  expect(text).not.toContain('/books/{id}');
});

test('--dry-run writes nothing', async () => {
  expect((await project.scaffold('src', '--generate-spec', '--dry-run')).stdout).toContain('Would write openapi.yaml');
  await expect(project.read('openapi.yaml')).rejects.toThrow('ENOENT');
});

test('OpenAPI 3.0 on request, and JSON by the name of the file', async () => {
  await project.write('src/app.js', APP.replace('z.int().optional()', 'z.int().gt(0).nullable()'));
  expect(
    await project.scaffold('src', '--generate-spec', '--spec-version', '3.0', '--output', 'api.json'),
  ).toMatchObject({ exitCode: 0 });
  const document = JSON.parse(await project.read('api.json')) as {
    readonly openapi: string;
    readonly components: { readonly schemas: { readonly NewBook: { readonly properties: object } } };
  };
  expect(document.openapi).toBe('3.0.3');
  expect(document.components.schemas.NewBook.properties).toMatchObject({
    year: { type: 'integer', nullable: true, minimum: 0, exclusiveMinimum: true },
  });
});

test('what is not resolved is listed, and what does not parse is named', async () => {
  await project.write(
    'src/more.js',
    "import express from 'express';\nimport { path } from 'settings';\nexpress().get(path, (req, res) => res.end());\n",
  );
  await project.write('src/broken.js', 'const = ;\n');
  const result = await project.scaffold('src', '--generate-spec', '--json');
  const { data, diagnostics } = JSON.parse(result.stdout) as {
    readonly data: { readonly unresolved: readonly object[] };
    readonly diagnostics: readonly { readonly code: string }[];
  };
  expect(data.unresolved).toEqual([
    { reason: 'the file cannot be parsed: Unexpected token', file: 'src/broken.js', line: 1 },
    { reason: 'the path is known at run time only', file: 'src/more.js', line: 3 },
  ]);
  expect(diagnostics.map(({ code }) => code)).toEqual(['SCAF342', 'SCAF341']);
});

test('no route at all is an error, and so is a base of OpenAPI 2.0', async () => {
  await project.write('empty/index.js', 'export const one = 1;\n');
  const empty = await project.scaffold('empty', '--generate-spec');
  expect(empty).toMatchObject({ exitCode: 3 });
  expect(empty.stderr).toContain(
    'error[SCAF340]: no route of Express, Fastify, Koa or Hono was found in empty: its one file imports none of them',
  );
  await project.write('hidden/index.js', "function hidden(app) {\n  app.get('/a', (req, res) => res.end());\n}\n");
  const hidden = await project.scaffold('hidden', '--generate-spec');
  expect(hidden).toMatchObject({ exitCode: 3 });
  expect(hidden.stderr).toContain('hidden/index.js:2');
  expect(hidden.stderr).toContain('found in hidden: one place could not be resolved');
  await project.write('old.yaml', 'swagger: "2.0"\ninfo: { title: T, version: "1" }\npaths: {}\n');
  const old = await project.scaffold('src', '--generate-spec', '--base', 'old.yaml');
  expect(old).toMatchObject({ exitCode: 3 });
  expect(old.stderr).toContain('error[SCAF344]');
});

test('what an app of Hono checks, reads and answers', async () => {
  await project.write(
    'src/app.js',
    `import { zValidator } from '@hono/zod-validator';
import { Hono } from 'hono';
import { bearerAuth } from 'hono/bearer-auth';
import { z } from 'zod';

export const newBook = z.object({ title: z.string().min(1) });
const app = new Hono().basePath('/v1');
app.use('/books/*', bearerAuth({ token: 'x' }));
app.post('/books', zValidator('json', newBook), zValidator('query', z.object({ dry: z.stringbool() })), (c) => {
  const book = c.req.valid('json');
  return c.json(book, 201);
});
app.get('/books/:isbn{[0-9]{13}}', async (c) => {
  if (c.req.header('If-None-Match') === 'x') return c.body(null, 304);
  const lang = c.req.query('lang');
  return lang ? c.json({ isbn: c.req.param('isbn'), lang }) : c.redirect('/v1/books', 301);
});
app.put('/notes', async (c) => {
  const note = newBook.parse(await c.req.json());
  return note.title === '' ? c.text('empty', { status: 422 }) : c.html('<p>kept</p>');
});
`,
  );
  const run = await project.scaffold('src', '--generate-spec', '--output', 'api.json');
  expect(run).toMatchObject({ exitCode: 0, stderr: '' });
  const { paths } = JSON.parse(await project.read('api.json')) as { readonly paths: object };
  const book = { $ref: '#/components/schemas/NewBook' };
  expect(paths).toMatchObject({
    '/v1/books': {
      post: {
        parameters: [{ name: 'dry', in: 'query', required: true }],
        requestBody: { content: { 'application/json': { schema: book } } },
        responses: { 201: { content: { 'application/json': {} } } },
        security: [{ bearerAuth: [] }],
      },
    },
    '/v1/books/{isbn}': {
      get: {
        parameters: [
          { name: 'isbn', in: 'path', schema: { pattern: '^[0-9]{13}$' } },
          { name: 'lang', in: 'query' },
          { name: 'if-none-match', in: 'header' },
        ],
        responses: { 200: { content: { 'application/json': {} } }, 301: {}, 304: {} },
      },
    },
    '/v1/notes': {
      put: {
        requestBody: { content: { 'application/json': { schema: book } } },
        responses: { 200: { content: { 'text/html': {} } }, 422: { content: { 'text/plain': {} } } },
      },
    },
  });
});

test('routes of @hono/zod-openapi', async () => {
  await project.write(
    'src/app.js',
    `import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';

export const bookSchema = z.object({ id: z.string(), year: z.number().int() }).openapi('Book');
const getBook = createRoute({
  method: 'get',
  path: '/books/{id}',
  operationId: 'readBook',
  tags: ['books'],
  request: { params: z.object({ id: z.string().min(3) }), query: z.object({ full: z.boolean().optional() }) },
  responses: {
    200: { description: 'A book', content: { 'application/json': { schema: bookSchema } } },
    404: { description: 'None' },
  },
});
const app = new OpenAPIHono();
app.openapi(getBook, (c) => c.json({ id: c.req.valid('param').id, year: 1 }, 200));
app.openapi(
  createRoute({
    method: 'post',
    path: '/books',
    request: { body: { content: { 'application/json': { schema: bookSchema } } } },
    responses: { 201: { description: 'Made' } },
  }),
  (c) => c.body(null, 201),
);
app.openapi(given, (c) => c.text('x'));
export default app;
`,
  );
  const run = await project.scaffold('src', '--generate-spec', '--output', 'api.json', '--json');
  const { data } = JSON.parse(run.stdout) as { readonly data: { readonly unresolved: readonly { line: number }[] } };
  expect(data.unresolved.map(({ line }) => line)).toEqual([26]);
  const { paths } = JSON.parse(await project.read('api.json')) as { readonly paths: object };
  const book = { 'application/json': { schema: { $ref: '#/components/schemas/Book' } } };
  expect(paths).toMatchObject({
    '/books': { post: { requestBody: { content: book }, responses: { 201: {} } } },
    '/books/{id}': {
      get: {
        operationId: 'readBook',
        tags: ['books'],
        parameters: [
          { name: 'id', in: 'path', schema: { minLength: 3 } },
          { name: 'full', in: 'query', schema: { type: 'boolean' } },
        ],
        responses: { 200: { content: book }, 404: {} },
      },
    },
  });
});

test('what OpenAPI 3.0 has no word for is named', async () => {
  await project.write('src/app.js', APP.replace('z.int().optional()', 'z.tuple([z.int(), z.string()])'));
  const result = await project.scaffold('src', '--generate-spec', '--spec-version', '3.0');
  expect(result.stderr).toContain('warning[SCAF345]: OpenAPI 3.0 has no word for prefixItems');
});

test('generated code and the document that it came from say the same, to the byte', async () => {
  const text = await readFile(join(ROOT, 'examples/shop/openapi.yaml'), 'utf8');
  await project.write('shop/openapi.yaml', text);
  await project.scaffold('shop/openapi.yaml', '--output', 'shop/src/routes/');
  expect(await project.scaffold('shop/src', '--generate-spec', '--output', 'shop/openapi.yaml')).toMatchObject({
    exitCode: 0,
    stderr: '',
  });
  expect(await project.read('shop/openapi.yaml')).toBe(text);
});
