// What the hooks of a Fastify app see of generated routes: which operation it is, and values that have been validated.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createProject, type TestProject } from './support.js';

const SPEC = {
  openapi: '3.1.0',
  info: { title: 'Hooks', version: '1' },
  paths: {
    '/users/{userId}': {
      put: {
        operationId: 'putUser',
        parameters: [
          { name: 'userId', in: 'path', required: true, schema: { type: 'integer' } },
          { name: 'notify', in: 'query', schema: { type: 'boolean', default: true } },
        ],
        requestBody: { required: true, content: { 'application/json': { schema: { type: 'object' } } } },
        responses: { 204: { description: 'Done.' } },
      },
    },
  },
};

const APP = `import fastify, { type FastifyInstance } from 'fastify';
import { routes } from './routes/index.js';

export async function createApp(saw: (what: string, ...values: unknown[]) => void): Promise<FastifyInstance> {
  const app = fastify();
  app.addHook('onRoute', ({ method, url, config }) => saw('onRoute', method, url, config?.operation));
  app.addHook('preHandler', async ({ routeOptions, params, query, body }) => {
    const operation: string | undefined = routeOptions.config.operation;
    saw('preHandler', operation, params, query, body);
  });
  await app.register(routes);
  await app.ready();
  return app;
}
`;

const HANDLER = `import type { Handler } from '../middleware/handler.js';

export const putUser: Handler<'putUser'> = async (_request, reply) => {
  reply.code(204).send();
};
`;

interface App {
  inject(request: { method: string; url: string; payload: unknown }): Promise<{ readonly statusCode: number }>;
  close(): Promise<void>;
}
type CreateApp = (saw: (...values: unknown[]) => void) => Promise<App>;

let project: TestProject;
let app: App;
const seen: unknown[][] = [];

beforeAll(async () => {
  project = await createProject({ 'openapi.json': JSON.stringify(SPEC), 'src/app.ts': APP });
  expect(await project.scaffold('openapi.json', '--framework', 'fastify')).toMatchObject({ exitCode: 0 });
  await project.write('src/routes/default.ts', HANDLER);
  expect(await project.typeErrors()).toEqual([]);
  const { createApp } = (await import(/* @vite-ignore */ pathToFileURL(join(project.folder, 'dist/app.js')).href)) as {
    readonly createApp: CreateApp;
  };
  app = await createApp((...values) => seen.push(values));
});

afterAll(async () => {
  await app?.close();
  await project?.remove();
});

test('a route says which operation it is', () => {
  expect(seen.filter(([hook]) => hook === 'onRoute')[0]).toEqual(['onRoute', 'PUT', '/users/:userId', 'putUser']);
});

test('a hook before the handler sees what the schemas let through', async () => {
  const answer = await app.inject({ method: 'PUT', url: '/users/7', payload: { name: 'Ada' } });
  expect(answer.statusCode).toBe(204);
  expect(seen.at(-1)).toEqual(['preHandler', 'putUser', { userId: 7 }, { notify: true }, { name: 'Ada' }]);
});

test('and is not called for what does not fit', async () => {
  const before = seen.length;
  const answer = await app.inject({ method: 'PUT', url: '/users/seven?notify=maybe', payload: {} });
  expect(answer.statusCode).toBe(400);
  expect(seen).toHaveLength(before);
});
