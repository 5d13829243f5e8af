// `--style portable`: handlers that know no framework answer alike on each, can be called without a server, and stand
// beside native ones.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createProject, detailsOf, FRAMEWORKS, type RunningServer, startServer, type TestProject } from './support.js';

const json = (schema: unknown): unknown => ({ 'application/json': { schema } });
const pet = { $ref: '#/components/schemas/Pet' };
const SPEC = {
  openapi: '3.1.0',
  info: { title: 'T', version: '1' },
  paths: {
    '/pets/{id}': {
      get: {
        operationId: 'getPet',
        tags: ['pets'],
        parameters: [
          { name: 'id', in: 'path', required: true, schema: { type: 'integer' } },
          { name: 'X-Trace', in: 'header', schema: { type: 'string' } },
        ],
        responses: {
          200: { description: 'ok', content: json(pet) },
          404: { description: 'none', content: { 'application/problem+json': { schema: { type: 'object' } } } },
        },
      },
      put: {
        operationId: 'putPet',
        tags: ['pets'],
        parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'integer' } }],
        requestBody: { required: true, content: json(pet) },
        responses: { 204: { description: 'done' } },
      },
    },
    '/pets': {
      get: {
        operationId: 'listPets',
        tags: ['pets'],
        responses: {
          200: {
            description: 'ok',
            content: { 'text/csv': {}, 'application/json': { schema: { type: 'array', items: pet } } },
          },
        },
      },
    },
    '/words': {
      get: {
        operationId: 'word',
        tags: ['words'],
        responses: { 200: { description: 'ok', content: json({ enum: ['a', 'b'] }) } },
      },
    },
    '/log': {
      get: {
        operationId: 'log',
        tags: ['words'],
        responses: { 200: { description: 'ok', content: { 'application/jsonl': { schema: pet } } } },
      },
    },
  },
  components: {
    schemas: {
      Pet: {
        type: 'object',
        required: ['name', 'kind'],
        properties: { name: { type: 'string' }, kind: { enum: ['cat', 'dog'] } },
      },
    },
  },
};

const PETS = `import { type Handler, reply } from '../middleware/portable.js';

export const getPet: Handler<'getPet'> = async ({ path, header }) => {
  if (path.id === 404) return reply(404, { detail: 'no such pet' });
  return reply(200, { name: header['x-trace'] ?? 'Rex', kind: 'dog' }, { 'X-Pet': path.id });
};

export const putPet: Handler<'putPet'> = async ({ body, request, requestId }) => {
  if (body.name === 'boom') throw new Error(request.method + requestId);
  return reply(204);
};

export const listPets: Handler<'listPets'> = ({ query }) =>
  Object.keys(query).length === 0 ? reply(200, [{ name: 'Rex', kind: 'dog' }]) : reply(200, 'name');

// @ts-expect-error a status that the document does not have
export const wrong: Handler<'putPet'> = async () => reply(200);
// @ts-expect-error a body that the document does not have
export const wrongBody: Handler<'getPet'> = async () => reply(200, { name: 'Rex', kind: 'cow' });
`;

const WORDS = `import { type Handler, reply } from '../middleware/portable.js';

export const word: Handler<'word'> = () => reply(200, 'a');

export const log: Handler<'log'> = () =>
  reply(200, (async function* () {
    yield { name: 'Rex', kind: 'dog' as const };
  })());
`;

describe.each(FRAMEWORKS)('%s', (framework) => {
  let project: TestProject;
  let server: RunningServer;

  beforeAll(async () => {
    project = await createProject({ 'openapi.json': JSON.stringify(SPEC) });
    const run = await project.scaffold('openapi.json', '--framework', framework, '--style', 'portable');
    expect(run.exitCode).toBe(0);
    expect(await project.read('src/routes/pets.ts')).toContain(
      "export const getPet: Handler<'getPet'> = async (input) => {\n  notImplemented(input);\n};",
    );
    await project.write('src/routes/pets.ts', PETS);
    await project.write('src/routes/words.ts', WORDS);
    expect(await project.typeErrors()).toEqual([]);
    server = await startServer(framework, project);
  });

  afterAll(async () => {
    await server?.close();
    await project?.remove();
  });

  test('a reply goes out as the document has it', async () => {
    const found = await server.call('GET', '/pets/7', { headers: { 'x-trace': 'Tom' } });
    expect(found).toMatchObject({ status: 200, json: { name: 'Tom', kind: 'dog' } });
    expect(found.headers.get('x-pet')).toBe('7');
    const none = await server.call('GET', '/pets/404');
    expect(none).toMatchObject({ status: 404, json: { detail: 'no such pet' } });
    expect(none.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(await server.call('PUT', '/pets/7', { body: { name: 'x', kind: 'cat' } })).toMatchObject({
      status: 204,
      text: '',
    });
    expect((await server.call('GET', '/pets')).json).toEqual([{ name: 'Rex', kind: 'dog' }]);
    expect(await server.call('GET', '/words')).toMatchObject({ status: 200, json: 'a' });
    const log = await server.call('GET', '/log');
    expect(log.text).toBe('{"name":"Rex","kind":"dog"}\n');
    expect(log.headers.get('content-type')).toMatch(/^application\/jsonl/);
  });

  test('what is wrong with a request, and what is thrown, is answered as everywhere', async () => {
    expect(detailsOf(await server.call('PUT', '/pets/x', { body: {} }))).toEqual([
      'id: must be a number',
      'name: is required',
      'kind: must be "cat" or "dog"',
    ]);
    const failed = await server.call('PUT', '/pets/1', { body: { name: 'boom', kind: 'cat' } });
    expect(failed).toMatchObject({ status: 500, json: { error: { code: 'INTERNAL_ERROR' } } });
  });

  test('a handler is a function like any other', async () => {
    const { getPet } = (await import(
      /* @vite-ignore */ pathToFileURL(join(project.folder, 'dist/routes/pets.js')).href
    )) as { getPet(input: unknown): Promise<unknown> };
    expect(await getPet({ path: { id: 1 }, header: {} })).toEqual({
      status: 200,
      body: { name: 'Rex', kind: 'dog' },
      headers: { 'X-Pet': 1 },
    });
  });

  test('another framework takes the same handlers, and code says the same document', async () => {
    const other = framework === 'koa' ? 'express' : 'koa';
    const before = await project.files('src/routes');
    expect(await project.scaffold('openapi.json', '--framework', other)).toMatchObject({ exitCode: 0 });
    expect((await project.files('src/routes')).get('pets.ts')).toBe(before.get('pets.ts'));
    expect(await project.scaffold('openapi.json', '--framework', framework)).toMatchObject({ exitCode: 0 });
    const run = await project.scaffold('src/', '--generate-spec', '--output', 'again.json', '--json');
    expect(run.exitCode).toBe(0);
    expect(JSON.parse(run.stdout)).toMatchObject({ data: { unresolved: [] } });
    const again = JSON.parse(await project.read('again.json')) as typeof SPEC;
    expect(Object.keys(again.paths)).toEqual(Object.keys(SPEC.paths));
    expect(again.paths['/pets/{id}'].get).toMatchObject({ operationId: 'getPet', tags: ['pets'] });
  });
});

test('the style of a project changes where nobody has written anything, and is remembered', async () => {
  const project = await createProject({ 'openapi.json': JSON.stringify(SPEC) });
  await project.scaffold('openapi.json');
  const written = (await project.read('src/routes/words.ts')).replace(
    'notImplemented(req, res);\n};\n\n/** GET /log',
    "res.status(req.path === '' ? 200 : 200).json('a');\n};\n\n/** GET /log",
  );
  expect(written).toContain("json('a')");
  await project.write('src/routes/words.ts', written);
  const run = await project.scaffold('openapi.json', '--style', 'portable');
  expect(run.stderr).toContain('SCAF420');
  expect(run.stderr).toContain('word, log: not written in the style portable; kept as they are');
  expect(await project.read('src/routes/words.ts')).toBe(written);
  expect(await project.read('src/routes/pets.ts')).toContain('async (input) =>');
  expect(await project.read('src/routes/index.ts')).toContain("portable('getPet', pets.getPet)");
  expect(await project.typeErrors()).toEqual([]);
  const server = await startServer('express', project);
  expect(await server.call('GET', '/words')).toMatchObject({ status: 200, json: 'a' });
  expect(await server.call('GET', '/pets')).toMatchObject({ status: 501 });
  await server.close();
  expect(await project.scaffold('openapi.json', '--check')).toMatchObject({ exitCode: 0 });
  const spec = {
    ...SPEC,
    paths: { ...SPEC.paths, '/new': { get: { operationId: 'added', tags: ['words'], responses: {} } } },
  };
  await project.write('openapi.json', JSON.stringify(spec));
  await project.scaffold('openapi.json');
  expect(await project.read('src/routes/words.ts')).toContain(
    "export const added: apiHandler<'added'> = async (input)",
  );
  expect(await project.typeErrors()).toEqual([]);
  await project.scaffold('openapi.json', '--style', 'native');
  expect(await project.read('src/routes/pets.ts')).toContain('async (req, res)');
  await project.remove();
});
