// What OpenAPI 3.2 adds: QUERY and other methods, the whole query as one parameter, tags that are no groups.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createProject, detailsOf, FRAMEWORKS, type RunningServer, startServer, type TestProject } from './support.js';

const json = (schema: unknown): unknown => ({ 'application/json': { schema } });
const filter = {
  type: 'object',
  required: ['name'],
  properties: { name: { type: 'string' }, ids: { type: 'array', items: { type: 'integer' } } },
};

const SPEC = {
  openapi: '3.2.0',
  info: { title: 'T', version: '1' },
  tags: [{ name: 'beta', kind: 'badge' }, { name: 'pets', parent: 'animals' }, { name: 'animals' }],
  paths: {
    '/pets/{id}': {
      parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'integer' } }],
      get: { operationId: 'getPet', tags: ['beta', 'pets'], responses: { 200: { description: 'ok' } } },
      query: {
        operationId: 'queryPet',
        tags: ['pets'],
        requestBody: { required: true, content: json(filter) },
        responses: { 200: { description: 'ok', content: json({}) } },
      },
      additionalOperations: {
        COPY: { operationId: 'copyPet', tags: ['pets'], responses: { 201: { description: 'made' } } },
        BREW: { operationId: 'brewPet', responses: { 418: { description: 'no' } } },
      },
    },
    '/search': {
      get: {
        operationId: 'search',
        tags: ['pets'],
        parameters: [
          {
            name: 'filter',
            in: 'querystring',
            required: true,
            content: { 'application/x-www-form-urlencoded': { schema: filter } },
          },
        ],
        responses: { 200: { description: 'ok' } },
      },
    },
    '/things': {
      get: { operationId: 'listThings', tags: ['pets'], responses: { 200: { description: 'ok' } } },
      head: {
        operationId: 'countThings',
        tags: ['pets'],
        parameters: [{ name: 'kind', in: 'query', required: true, schema: { type: 'string' } }],
        responses: { 204: { description: 'ok' } },
      },
      trace: { operationId: 'traceThings', tags: ['pets'], responses: { 200: { description: 'ok' } } },
    },
    '/select': {
      get: {
        operationId: 'select',
        tags: ['pets'],
        parameters: [{ name: 'filter', in: 'querystring', content: json(filter) }],
        responses: { 200: { description: 'ok' } },
      },
    },
  },
};

describe.each(FRAMEWORKS)('%s', (framework) => {
  let project: TestProject;
  let server: RunningServer;
  let output: string;

  beforeAll(async () => {
    project = await createProject({ 'openapi.json': JSON.stringify(SPEC) });
    const run = await project.scaffold('openapi.json', '--framework', framework);
    expect(run.exitCode).toBe(0);
    output = run.stderr + run.stdout;
    expect(await project.typeErrors()).toEqual([]);
    server = await startServer(framework, project);
  });

  afterAll(async () => {
    await server?.close();
    await project?.remove();
  });

  test('methods of all kinds reach their handlers, and others do not', async () => {
    expect(await server.call('QUERY', '/pets/1', { body: { name: 'Rex' } })).toMatchObject({ status: 501 });
    const wrong = await server.call('QUERY', '/pets/x', { body: {} });
    expect(detailsOf(wrong)).toEqual(['id: must be a number', 'name: is required']);
    expect(await server.call('COPY', '/pets/1')).toMatchObject({ status: 501 });
    expect(await server.call('GET', '/pets/1')).toMatchObject({ status: 501 });
    const other = await server.call('PUT', '/pets/1');
    expect(other.status).toBe(405);
    expect((other.headers.get('allow') ?? '').split(', ').sort()).toEqual(['COPY', 'GET', 'HEAD', 'OPTIONS', 'QUERY']);
    expect((await server.call('COPY', '/search?name=x')).status).toBe(405);
  });

  test('HEAD has a handler of its own where the document has one', async () => {
    const head = (path: string): Promise<Response> => fetch(server.url + path, { method: 'HEAD' });
    expect((await head('/things')).status).toBe(400);
    expect((await head('/things?kind=a')).status).toBe(501);
    expect((await server.call('GET', '/things')).status).toBe(501);
  });

  test('the whole query is one value', async () => {
    expect(await server.call('GET', '/search?name=Rex&ids=1&ids=2')).toMatchObject({ status: 501 });
    expect(detailsOf(await server.call('GET', '/search?ids=x'))).toEqual([
      'filter.name: is required',
      'filter.ids[0]: must be a number',
    ]);
    expect(detailsOf(await server.call('GET', '/search'))).toEqual(['filter: is required']);
    const text = encodeURIComponent('{"name":"a+b&c=d","ids":[1]}');
    expect(await server.call('GET', `/select?${text}`)).toMatchObject({ status: 501 });
    expect(detailsOf(await server.call('GET', `/select?${encodeURIComponent('{"ids":[]}')}`))).toEqual([
      'filter.name: is required',
    ]);
    expect(await server.call('GET', '/select')).toMatchObject({ status: 501 });
  });

  test('what cannot be served is said, and a badge is no file', async () => {
    expect(output).toContain('the method BREW is not served');
    expect([...(await project.files('src/routes')).keys()]).toEqual(['index.ts', 'pets.ts']);
  });

  test('code says it all again', async () => {
    const run = await project.scaffold('src/', '--generate-spec', '--output', 'again.json');
    expect(run.exitCode).toBe(0);
    const again = JSON.parse(await project.read('again.json')) as typeof SPEC;
    expect(again.openapi).toBe('3.2.0');
    expect(Object.keys(again.paths['/pets/{id}'])).toEqual(['get', 'query', 'additionalOperations']);
    expect(Object.keys(again.paths['/things']).sort()).toEqual(['get', 'head', 'trace']);
    expect(again.paths['/search'].get.parameters).toMatchObject(
      SPEC.paths['/search'].get.parameters.map(({ name }) => ({ name, in: 'querystring' })),
    );
  });
});
