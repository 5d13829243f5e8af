// readOnly properties are no part of a request, writeOnly ones no part of an answer.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createProject, detailsOf, type RunningServer, startServer, type TestProject } from './support.js';

const user = {
  type: 'object',
  required: ['id', 'name', 'password'],
  properties: {
    id: { type: 'integer', readOnly: true },
    name: { type: 'string' },
    password: { type: 'string', writeOnly: true },
    friends: { type: 'array', items: { $ref: '#/components/schemas/User' } },
  },
};
const content = { 'application/json': { schema: { $ref: '#/components/schemas/User' } } };
const SPEC = {
  openapi: '3.1.0',
  info: { title: 'T', version: '1' },
  paths: {
    '/users': {
      post: {
        operationId: 'createUser',
        tags: ['users'],
        requestBody: { required: true, content },
        responses: { 201: { description: 'ok', content } },
      },
    },
  },
  components: { schemas: { User: user } },
};

const HANDLER = `import type { Handler } from '../middleware/handler.js';

export const createUser: Handler<'createUser'> = async (req, res) => {
  const { name, password } = req.body;
  // @ts-expect-error an id that the caller sends is not read
  void req.body.id;
  if (name === 'leak') {
    // @ts-expect-error the password must not be in an answer
    return res.status(201).json({ id: 1, name, password });
  }
  return res.status(201).json({ id: 1, name, friends: [] });
};
`;

let project: TestProject;
let server: RunningServer;

beforeAll(async () => {
  project = await createProject({ 'openapi.json': JSON.stringify(SPEC) });
  expect(await project.scaffold('openapi.json')).toMatchObject({ exitCode: 0 });
  await project.write('src/routes/users.ts', HANDLER);
  expect(await project.typeErrors()).toEqual([]);
  server = await startServer('express', project);
});

afterAll(async () => {
  await server?.close();
  await project?.remove();
});

test('a request needs no readOnly property, and one that it brings is dropped', async () => {
  const friend = { name: 'Eve', password: 'p' };
  expect(
    await server.call('POST', '/users', { body: { id: 'nonsense', name: 'Ada', password: 'p', friends: [friend] } }),
  ).toMatchObject({ status: 201, json: { id: 1, name: 'Ada' } });
  expect(detailsOf(await server.call('POST', '/users', { body: { id: 1, name: 'Ada' } }))).toEqual([
    'password: is required',
  ]);
  expect(
    detailsOf(
      await server.call('POST', '/users', { body: { name: 'Ada', password: 'p', friends: [{ name: 'Eve' }] } }),
    ),
  ).toEqual(['friends[0].password: is required']);
});

test('an answer with a writeOnly property is refused in development', async () => {
  const answer = await server.call('POST', '/users', { body: { name: 'leak', password: 'swordfish' } });
  expect(answer).toMatchObject({ status: 500, json: { error: { code: 'INVALID_RESPONSE' } } });
  expect(detailsOf(answer)[0]).toMatch(/^password: /);
  expect(answer.text).not.toContain('swordfish');
});

test('each direction has a type of its own', async () => {
  const types = await project.read('src/types/api.ts');
  expect(types).toContain(
    'export interface User {\n  id: number;\n  name: string;\n  password?: undefined;\n  friends?: User[] | undefined;\n}',
  );
  expect(types).toContain(
    'export interface UserInput {\n  name: string;\n  password: string;\n  friends?: UserInput[] | undefined;\n}',
  );
});
