// What people write on a framework without thinking: an answer without a status, none at all, a value that is returned.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createProject, FRAMEWORKS, type RunningServer, startServer, type TestProject } from './support.js';

const item = { type: 'object', required: ['id'], properties: { id: { type: 'integer' } } };
const json = { description: 'ok', content: { 'application/json': { schema: item } } };
const parameters = [{ name: 'id', in: 'path', required: true, schema: { type: 'integer' } }];
const SPEC = {
  openapi: '3.1.0',
  info: { title: 'T', version: '1' },
  paths: {
    '/items/{id}': {
      get: { operationId: 'read', parameters, responses: { 200: json, 404: { description: 'none' } } },
      delete: { operationId: 'remove', parameters, responses: { 204: { description: 'gone' } } },
      put: { operationId: 'make', parameters, responses: { 201: json } },
    },
    '/list': {
      get: { operationId: 'list', responses: { 200: { description: 'ok', content: { 'text/csv': {} } } } },
    },
  },
};

const HANDLERS = {
  express: `
export const read: Handler<'read'> = async (req, res) => {
  if (req.params.id === 404) return res.status(404).send();
  // @ts-expect-error the document says that an id is a number
  if (req.params.id === 500) return res.json({ id: 'x' });
  return res.set('X-A', 'a').json({ id: req.params.id });
};
export const remove: Handler<'remove'> = async (_req, res) => res.status(204).send();
// @ts-expect-error there is no 200
export const wrong: Handler<'make'> = async (_req, res) => res.json({ id: 1 });
export const make: Handler<'make'> = async (req, res) => res.status(201).json({ id: req.params.id });
export const list: Handler<'list'> = (_req, res) => res.type('text/csv').send('a,b');
`,
  fastify: `
export const read: Handler<'read'> = async (request, reply) => {
  if (request.params.id === 404) return reply.code(404).send();
  // @ts-expect-error the document says that an id is a number
  if (request.params.id === 500) return reply.send({ id: 'x' });
  reply.header('X-A', 'a');
  return { id: request.params.id };
};
export const remove: Handler<'remove'> = async (_request, reply) => reply.code(204).send();
// @ts-expect-error there is no 200
export const wrong: Handler<'make'> = async () => ({ id: 1 });
export const make: Handler<'make'> = async (request, reply) => reply.code(201).send({ id: request.params.id });
export const list: Handler<'list'> = async (_request, reply) => {
  reply.type('text/csv');
  return 'a,b';
};
`,
};

describe.each(FRAMEWORKS.filter((name) => name === 'express' || name === 'fastify'))('%s', (framework) => {
  let project: TestProject;
  let server: RunningServer;

  beforeAll(async () => {
    project = await createProject({ 'openapi.json': JSON.stringify(SPEC) });
    expect(await project.scaffold('openapi.json', '--framework', framework)).toMatchObject({ exitCode: 0 });
    const imports = "import type { Handler } from '../middleware/handler.js';\n";
    await project.write('src/routes/default.ts', `${imports}${HANDLERS[framework]}`);
    expect(await project.typeErrors()).toEqual([]);
    server = await startServer(framework, project);
  });

  afterAll(async () => {
    await server?.close();
    await project?.remove();
  });

  test.each([
    ['GET', '/items/1', 200, '{"id":1}'],
    ['GET', '/items/404', 404, ''],
    ['DELETE', '/items/1', 204, ''],
    ['PUT', '/items/1', 201, '{"id":1}'],
    ['GET', '/list', 200, 'a,b'],
  ])('%s %s', async (method, path, status, text) => {
    expect(await server.call(method, path)).toMatchObject({ status, text });
  });

  test('what is sent without a status is held against the document too', async () => {
    const answer = await server.call('GET', '/items/500');
    expect(answer).toMatchObject({ status: 500, json: { error: { code: 'INVALID_RESPONSE' } } });
  });
});
