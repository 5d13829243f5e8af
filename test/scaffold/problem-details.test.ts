// --errors problem: whatever goes wrong is answered as RFC 9457 says, by the routes, by the app around them, and by the mock.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startMock } from './mock-support.js';
import {
  type Answer,
  createProject,
  FRAMEWORKS,
  ROOT,
  type RunningServer,
  startServer,
  type TestProject,
} from './support.js';

const IS_FULL = process.env['CHECK'] === 'full';
const SPEC = join(ROOT, 'examples/shop/openapi.yaml');

/** Without what differs from run to run. */
function problemOf({ headers, text }: Pick<Answer, 'headers' | 'text'>): unknown {
  expect(headers.get('content-type')).toMatch(/^application\/problem\+json(?:;|$)/);
  const { requestId, ...problem } = JSON.parse(text) as Record<string, unknown>;
  expect(requestId).toBe(headers.get('x-request-id'));
  return problem;
}

describe.each(FRAMEWORKS)('%s', (framework) => {
  let project: TestProject;
  let server: RunningServer;
  beforeAll(async () => {
    project = await createProject({ 'openapi.yaml': await readFile(SPEC, 'utf8') });
    const app = IS_FULL || framework === 'koa' ? ['--app'] : [];
    const run = await project.scaffold('openapi.yaml', '--framework', framework, '--errors', 'problem', ...app);
    expect(run).toMatchObject({ exitCode: 0 });
    const route = await project.read('src/routes/products.ts');
    const bug = route.replace(
      /(listProducts'> = async )\(.*\) => \{\n.*\n/,
      "$1() => {\n  throw new Error('secret');\n",
    );
    await project.write('src/routes/products.ts', bug);
    expect(await project.typeErrors()).toEqual([]);
    server = await startServer(framework, project);
  });
  afterAll(async () => {
    await server?.close();
    await project?.remove();
  });

  test('a request that does not fit, with every fault', async () => {
    const answer = await server.call('GET', '/products?limit=x&cursor=a&token=canary');
    expect(answer.status).toBe(400);
    expect(problemOf(answer)).toEqual({
      type: 'about:blank',
      title: 'Bad Request',
      status: 400,
      detail: expect.stringContaining('limit must be'),
      instance: '/products',
      code: 'VALIDATION_ERROR',
      errors: [{ field: 'limit', in: 'query', message: expect.any(String) }],
    });
  });

  test.each([
    [404, 'NOT_FOUND', 'GET', '/nowhere', {}],
    [405, 'METHOD_NOT_ALLOWED', 'PATCH', '/products', {}],
    [406, 'NOT_ACCEPTABLE', 'GET', '/products', { accept: 'text/html' }],
    [401, 'UNAUTHORIZED', 'POST', '/users', { 'content-type': 'application/json' }],
    [500, 'INTERNAL_ERROR', 'GET', '/products', {}],
  ])('%i %s', async (status, code, method, path, headers) => {
    const answer = await server.call(method, path, { headers });
    expect(answer.status).toBe(status);
    expect(problemOf(answer)).toMatchObject({ status, code, instance: path, type: 'about:blank', errors: [] });
    expect(answer.text).not.toContain('secret');
  });
});

test('types of problems have pages where the user says', async () => {
  const project = await createProject({ 'openapi.yaml': await readFile(SPEC, 'utf8') });
  const run = await project.scaffold(
    'openapi.yaml',
    '--errors',
    'problem',
    '--problem-types',
    'https://errors.example.com',
  );
  expect(run).toMatchObject({ exitCode: 0 });
  expect(await project.typeErrors()).toEqual([]);
  const server = await startServer('express', project);
  expect(problemOf(await server.call('GET', '/products?limit=x'))).toMatchObject({
    type: 'https://errors.example.com/validation-error',
    title: 'Validation error',
  });
  await server.close();
  const alone = await project.scaffold('openapi.yaml', '--problem-types', 'https://errors.example.com');
  expect(alone).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('add --errors problem') });
  const wrong = await project.scaffold('openapi.yaml', '--errors', 'problem', '--problem-types', "'+evil()+'");
  expect(wrong.exitCode).toBe(2);
  await project.remove();
});

test('the mock', async () => {
  const mock = await startMock(ROOT, SPEC, '--errors', 'problem');
  const response = await fetch(`${mock.url}/products?limit=x`);
  expect(problemOf({ headers: response.headers, text: await response.text() })).toMatchObject({
    code: 'VALIDATION_ERROR',
    instance: '/products',
  });
  await mock.stop();
});

test.each([
  [
    'express',
    "import express from 'express';\nconst app = express();\napp.get('/a', (req, res) => { res.status(404).type('application/problem+json').json({ title: 'none' }); });\napp.get('/b', (req, res) => res.set('Content-Type', 'application/problem+json').status(404).send({ title: 'none' }));\n",
  ],
  [
    'fastify',
    "import fastify from 'fastify';\nconst app = fastify();\napp.get('/a', async (request, reply) => reply.code(404).type('application/problem+json').send({ title: 'none' }));\napp.get('/b', async (request, reply) => { reply.code(404).header('content-type', 'application/problem+json; charset=utf-8'); return { title: 'none' }; });\n",
  ],
  [
    'hono',
    "import { Hono } from 'hono';\nconst app = new Hono();\napp.get('/a', (c) => c.json({ title: 'none' }, 404, { 'Content-Type': 'application/problem+json' }));\napp.get('/b', (c) => { c.header('Content-Type', 'application/problem+json'); c.status(404); return c.json({ title: 'none' }); });\n",
  ],
  [
    'koa',
    "import Router from '@koa/router';\nconst router = new Router();\nrouter.get('/a', (ctx) => { ctx.status = 404; ctx.type = 'application/problem+json'; ctx.body = { title: 'none' }; });\nrouter.get('/b', (ctx) => { ctx.set({ 'Content-Type': 'application/problem+json' }); ctx.status = 404; ctx.body = { title: 'none' }; });\nexport default router;\n",
  ],
])('code of %s that says so is read so', async (_, text) => {
  const project = await createProject({ 'src/app.js': text });
  expect(await project.scaffold('src', '--generate-spec', '--output', 'openapi.json')).toMatchObject({ exitCode: 0 });
  const document = JSON.parse(await project.read('openapi.json')) as {
    paths: Record<string, { get: { responses: Record<string, { content: object }> } }>;
  };
  for (const path of ['/a', '/b'])
    expect(document.paths[path]?.get.responses['404']?.content).toEqual({
      'application/problem+json': {
        schema: { type: 'object', properties: { title: { type: 'string' } }, required: ['title'] },
      },
    });
  await project.remove();
});
