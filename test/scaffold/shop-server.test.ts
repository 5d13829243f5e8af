// The shop of the examples, generated, compiled, started and called.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  createProject,
  detailsOf,
  FRAMEWORKS,
  type FrameworkName,
  ROOT,
  type RunningServer,
  startServer,
  type TestProject,
} from './support.js';

/** The handlers of the users, as one writes them on each framework. */
const HANDLERS: Readonly<Record<FrameworkName, string>> = {
  express: `
export const listUsers: Handler<'listUsers'> = async (req, res) => {
  res.status(200).json(onePage(req.query));
};
export const createUser: Handler<'createUser'> = async (req, res) => {
  return res.status(201).location('/users/7').json(created(req.body, req.auth.bearerAuth?.name));
};
export const getUser: Handler<'getUser'> = async (req, res) => {
  fail(req.params.userId);
  // @ts-expect-error the answer lacks what the document requires
  if (req.params.userId === 15) return res.status(200).json({ id: 15 });
  // @ts-expect-error the document has no 418
  if (req.params.userId === 16) return res.status(418).json({ id: 16 });
  return notImplemented(req, res);
};`,
  fastify: `
export const listUsers: Handler<'listUsers'> = async (request, reply) => {
  reply.code(200).send(onePage(request.query));
};
export const createUser: Handler<'createUser'> = async (request, reply) => {
  return reply.code(201).header('Location', '/users/7').send(created(request.body, request.auth.bearerAuth?.name));
};
export const getUser: Handler<'getUser'> = async (request, reply) => {
  fail(request.params.userId);
  // @ts-expect-error the answer lacks what the document requires
  if (request.params.userId === 15) return reply.code(200).send({ id: 15 });
  // @ts-expect-error the document has no 418
  if (request.params.userId === 16) return reply.code(418).send({ id: 16 });
  return notImplemented(request, reply);
};`,
  hono: `
export const listUsers: Handler<'listUsers'> = async (c) => {
  return c.json(onePage(c.req.valid('query')));
};
export const createUser: Handler<'createUser'> = async (c) => {
  const user = created(c.req.valid('json'), c.var.auth.bearerAuth?.name);
  return c.json(user, 201, { Location: '/users/7' });
};
export const getUser: Handler<'getUser'> = async (c) => {
  const { userId } = c.req.valid('param');
  fail(userId);
  // @ts-expect-error the answer lacks what the document requires
  if (userId === 15) return c.json({ id: 15 });
  // @ts-expect-error the document has no 418
  if (userId === 16) return c.json({ id: 16 }, 418);
  return notImplemented(c);
};`,
  koa: `
export const listUsers: Handler<'listUsers'> = async (ctx) => {
  ctx.body = onePage(ctx.query);
};
export const createUser: Handler<'createUser'> = async (ctx) => {
  ctx.set('Location', '/users/7');
  ctx.answer(201, created(ctx.request.body, ctx.auth.bearerAuth?.name));
};
export const getUser: Handler<'getUser'> = async (ctx) => {
  fail(ctx.params.userId);
  // @ts-expect-error the answer lacks what the document requires
  if (ctx.params.userId === 15) return ctx.answer(200, { id: 15 });
  // @ts-expect-error the document has no 418
  if (ctx.params.userId === 16) return ctx.answer(418, { id: 16 });
  return notImplemented(ctx);
};`,
};

const SHARED = `import { HttpError } from '../middleware/errors.js';
import { type Handler, notImplemented } from '../middleware/handler.js';
import type { NewUser, Operations, User, UserPage } from '../types/api.js';

const createdAt = '2026-01-01T00:00:00Z';
function onePage({ limit, offset, email }: Operations['listUsers']['query']): UserPage {
  return { items: [{ id: 1, email: email ?? 'ada@example.com', name: limit.toFixed() + ' ' + offset.toFixed(), createdAt }], total: 1 };
}
function created(user: NewUser, caller: string = 'nobody'): User {
  return { id: 7, ...user, name: user.name + ' by ' + caller, createdAt };
}
function fail(userId: number): void {
  if (userId === 13) throw new HttpError(404, 'NOT_FOUND', 'no such user');
  if (userId === 14) throw new Error('the password of the database is swordfish');
}
`;

const AUTH = `import { type Authenticators, forbidden } from './security.js';

export const auth = {
  bearerAuth: async (token) => {
    if (token === 'banned') throw forbidden();
    return token === 'good' ? { name: 'root' } : undefined;
  },
} satisfies Authenticators;
`;

describe.each(FRAMEWORKS)('%s', (framework) => {
  let project: TestProject;
  let server: RunningServer;

  beforeAll(async () => {
    project = await createProject({ 'openapi.yaml': await readFile(join(ROOT, 'examples/shop/openapi.yaml'), 'utf8') });
    expect(await project.scaffold('openapi.yaml', '--framework', framework)).toMatchObject({ exitCode: 0 });
    await project.write('src/routes/users.ts', SHARED + HANDLERS[framework]);
    await project.write('src/middleware/auth.ts', AUTH);
    expect(await project.typeErrors()).toEqual([]);
    server = await startServer(framework, project);
  });

  afterAll(async () => {
    await server?.close();
    await project?.remove();
  });

  const authorization = 'Bearer good';
  const newUser = { email: 'ada@example.com', name: 'Ada' };

  describe('a request that fits', () => {
    test('reaches its handler with decoded values and defaults', async () => {
      const answer = await server.call('GET', '/users?offset=40&email=eve%40example.com');
      expect(answer).toMatchObject({
        status: 200,
        json: { items: [{ email: 'eve@example.com', name: '20 40' }], total: 1 },
      });
    });

    test('brings its body and its caller', async () => {
      const answer = await server.call('POST', '/users', { body: newUser, headers: { authorization } });
      expect(answer).toMatchObject({ status: 201, json: { id: 7, name: 'Ada by root' } });
      expect(answer.headers.get('location')).toBe('/users/7');
    });

    test('gets 501 from a handler that is not written', async () => {
      expect(await server.call('GET', '/products')).toMatchObject({
        status: 501,
        json: { error: { code: 'NOT_IMPLEMENTED' } },
      });
    });

    test('keeps its request id, or gets one', async () => {
      const given = await server.call('GET', '/users', { headers: { 'x-request-id': 'abc-1' } });
      expect(given.headers.get('x-request-id')).toBe('abc-1');
      const made = await server.call('GET', '/nope', { headers: { 'x-request-id': '<script>' } });
      expect(made.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
      expect(made.json).toMatchObject({ meta: { requestId: made.headers.get('x-request-id') } });
    });
  });

  describe('a request that does not fit gets 400 with every fault', () => {
    const cases: readonly {
      readonly name: string;
      readonly call: readonly [string, string, unknown?];
      readonly details: readonly string[];
    }[] = [
      {
        name: 'query',
        call: ['GET', '/users?limit=0&offset=-1&email=x'],
        details: ['limit: must be at least 1', 'offset: must be at least 0', 'email: must be a valid email'],
      },
      { name: 'path', call: ['GET', '/users/abc'], details: ['userId: must be a number'] },
      {
        name: 'list in a query',
        call: ['GET', '/users/5/orders?status=paid,lost'],
        details: ['status[1]: must be "pending" or "paid" or "shipped" or "delivered" or "cancelled"'],
      },
      { name: 'value given twice', call: ['GET', '/users?limit=1&limit=2'], details: ['limit: must be a number'] },
      {
        name: 'missing and unknown members',
        call: ['POST', '/users', { mail: 'x' }],
        details: ['email: is required', 'name: is required', 'mail: is not allowed'],
      },
      {
        name: 'nested members',
        call: [
          'POST',
          '/orders',
          {
            userId: 1,
            items: [
              { productId: 1, quantity: 1 },
              { productId: 0, quantity: 1.5 },
            ],
          },
        ],
        details: ['items[1].productId: must be at least 1', 'items[1].quantity: must be an integer'],
      },
      {
        name: 'nothing to change',
        call: ['PATCH', '/products/1', {}],
        details: ['body: must have at least 1 properties'],
      },
    ];
    test.each(cases)('$name', async ({ call: [method, path, body], details }) => {
      const answer = await server.call(method, path, { body, headers: { authorization } });
      expect(detailsOf(answer)).toEqual(details);
      expect(answer).toMatchObject({
        status: 400,
        json: { error: { code: 'VALIDATION_ERROR' }, meta: { requestId: expect.any(String) } },
      });
    });

    test('JSON that is none', async () => {
      const answer = await server.call('POST', '/users', {
        body: '{"a":',
        headers: { authorization, 'content-type': 'application/json' },
      });
      expect(answer.status).toBe(400);
      expect(detailsOf(answer)[0]).toMatch(/^body: is not valid JSON: /);
    });

    test('a body that is not there', async () => {
      expect(detailsOf(await server.call('POST', '/users', { headers: { authorization } }))).toEqual([
        'body: is required',
      ]);
    });
  });

  describe('HTTP', () => {
    test('404 for an unknown path, and for the case of a letter', async () => {
      expect(await server.call('GET', '/nope')).toMatchObject({ status: 404, json: { error: { code: 'NOT_FOUND' } } });
      expect(await server.call('GET', '/Users')).toMatchObject({ status: 404 });
    });

    test('405 with Allow, and OPTIONS', async () => {
      const refused = await server.call('DELETE', '/users');
      expect(refused).toMatchObject({ status: 405, json: { error: { code: 'METHOD_NOT_ALLOWED' } } });
      expect(refused.headers.get('allow')).toBe('GET, POST, HEAD, OPTIONS');
      expect((await server.call('OPTIONS', '/users')).status).toBe(204);
    });

    test('406 for an answer that nobody can give', async () => {
      expect(await server.call('GET', '/users', { headers: { accept: 'text/csv' } })).toMatchObject({ status: 406 });
    });

    test('413 for a body that is too large', async () => {
      expect(
        await server.call('POST', '/users', {
          body: { ...newUser, name: 'x'.repeat(2_000_000) },
          headers: { authorization },
        }),
      ).toMatchObject({ status: 413, json: { error: { code: 'CONTENT_TOO_LARGE' } } });
    });

    test('415 for a body of another type', async () => {
      const answer = await server.call('POST', '/users', {
        body: 'a=b',
        headers: { authorization, 'content-type': 'text/plain' },
      });
      expect(answer).toMatchObject({ status: 415, json: { error: { code: 'UNSUPPORTED_MEDIA_TYPE' } } });
      expect(answer.headers.get('accept')).toBe('application/json');
    });
  });

  describe('security', () => {
    test('401 with a challenge without credentials, and before the body is judged', async () => {
      const answer = await server.call('POST', '/users', { body: {} });
      expect(answer.status).toBe(401);
      expect(answer.headers.get('www-authenticate')).toBe('Bearer');
    });

    test('401 for wrong credentials, 403 for a caller who may not', async () => {
      expect(
        (await server.call('POST', '/users', { body: newUser, headers: { authorization: 'Bearer bad' } })).status,
      ).toBe(401);
      expect(
        (await server.call('POST', '/users', { body: newUser, headers: { authorization: 'Basic good' } })).status,
      ).toBe(401);
      expect(
        (await server.call('POST', '/users', { body: newUser, headers: { authorization: 'Bearer banned' } })).status,
      ).toBe(403);
    });
  });

  describe('what a handler does wrong', () => {
    test('an error of the API is the answer', async () => {
      expect(await server.call('GET', '/users/13')).toMatchObject({
        status: 404,
        json: { error: { code: 'NOT_FOUND', message: 'no such user' } },
      });
    });

    test('an unknown error is 500 and says nothing of itself', async () => {
      const answer = await server.call('GET', '/users/14');
      expect(answer).toMatchObject({ status: 500, json: { error: { code: 'INTERNAL_ERROR' } } });
      expect(answer.text).not.toContain('swordfish');
    });

    test('in development an answer that the document does not have is 500', async () => {
      const incomplete = await server.call('GET', '/users/15');
      expect(incomplete).toMatchObject({ status: 500, json: { error: { code: 'INVALID_RESPONSE' } } });
      expect(detailsOf(incomplete)).toEqual(['email: is required', 'name: is required', 'createdAt: is required']);
      expect((await server.call('GET', '/users/16')).status).toBe(500);
    });

    test('in production answers are not checked', async () => {
      const production = await startServer(framework, project, { checkResponses: false });
      expect(await production.call('GET', '/users/15')).toMatchObject({ status: 200, json: { id: 15 } });
      await production.close();
    });
  });

  test('a scheme without its function does not start', async () => {
    await project.write('dist/middleware/auth.js', 'export const auth = {};');
    await expect(startServer(framework, project)).rejects.toThrow(/no function for the security scheme bearerAuth/);
  });
});
