// What an engineer writes by hand for the same API: the bare framework by its usual means, with the same checks, the same
// answer to what does not fit, and an id on every request.
import { randomUUID } from 'node:crypto';

async function schemas(load) {
  const { z } = await load('zod');
  const Products = z.object({
    params: z.object({ shopId: z.coerce.number().int().min(1) }),
    query: z.object({
      limit: z.coerce.number().int().min(1).max(100).default(20),
      sort: z.enum(['name', 'price']).optional(),
      q: z.string().min(1).max(100).optional(),
    }),
  });
  const Order = z.strictObject({
    email: z.email().max(200),
    note: z.string().max(500).optional(),
    address: z.strictObject({
      street: z.string().min(1).max(100),
      city: z.string().min(1).max(100),
      country: z.enum(['DE', 'FR', 'SE']),
    }),
    items: z
      .array(
        z.strictObject({
          productId: z.int().min(1),
          quantity: z.int().min(1).max(99),
          gift: z.boolean().optional(),
        }),
      )
      .min(1)
      .max(50),
  });
  /** The value of the one that fits, or what a client is told. */
  const read = (schema, value) => {
    const result = schema.safeParse(value);
    if (result.success) return result.data;
    throw new Invalid(result.error.issues.map(({ path, message }) => ({ field: path.join('.'), message })));
  };
  return { Products, Order, read };
}

class Invalid extends Error {
  status = 400;
  constructor(details) {
    super('the request is not valid');
    this.details = details;
  }
}

const idOf = (headers) => headers['x-request-id'] ?? randomUUID();

function envelope(error, requestId) {
  const code = error.status === 400 ? 'VALIDATION_ERROR' : 'INTERNAL_ERROR';
  return { error: { code, message: error.message, details: error.details ?? [] }, meta: { requestId } };
}

/** The routes that an API has besides those that are called: one of two routes is served faster than any that is real. */
function idleRoutes(document) {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item)
      .filter(([, { tags }]) => tags.includes('idle'))
      .map(([method]) => ({ method, path: path.replace(/\{(\w+)\}/g, ':$1') })),
  );
}

function addIdleRoutes(app, document) {
  for (const { method, path } of idleRoutes(document)) app[method](path, async (_, reply) => reply.code(204).send());
}

export const handWritten = {
  async express(load, document) {
    const { Products, Order, read } = await schemas(load);
    const { default: express } = await load('express');
    const router = express.Router();
    router.get('/shops/:shopId/products', (req, res) => {
      req.values = { params: read(Products.shape.params, req.params), query: read(Products.shape.query, req.query) };
      res.json({ items: ['a', 'b'] });
    });
    router.post('/orders', express.json(), (req, res) => {
      res.status(201).json({ id: read(Order, req.body).items.length });
    });
    for (const { method, path } of idleRoutes(document)) router[method](path, (_, res) => res.status(204).end());
    const app = express();
    app.use((req, res, next) => {
      req.id = idOf(req.headers);
      res.setHeader('X-Request-Id', req.id);
      next();
    });
    app.use(router);
    app.use((error, req, res, _next) => res.status(error.status ?? 500).json(envelope(error, req.id)));
    return app;
  },

  async fastify(load, document) {
    const { default: fastify } = await load('fastify');
    const app = fastify({ genReqId: ({ headers }) => idOf(headers) });
    const [list, create] = [document.paths['/shops/{shopId}/products'].get, document.paths['/orders'].post];
    const { NewOrder, Address, Item } = document.components.schemas;
    const body = {
      ...NewOrder,
      properties: { ...NewOrder.properties, address: Address, items: { ...NewOrder.properties.items, items: Item } },
    };
    const schemaOf = (place) => ({
      type: 'object',
      properties: Object.fromEntries(
        list.parameters.filter((one) => one.in === place).map((one) => [one.name, one.schema]),
      ),
    });
    const answer = (operation, status) => ({
      [status]: operation.responses[status].content['application/json'].schema,
    });
    app.addHook('onRequest', (request, reply, done) => {
      reply.header('X-Request-Id', request.id);
      done();
    });
    app.setErrorHandler((error, request, reply) => {
      const details = error.validation?.map(({ instancePath, message }) => ({ field: instancePath, message }));
      reply.code(error.statusCode ?? 500).send(envelope({ ...error, status: error.statusCode, details }, request.id));
    });
    app.get(
      '/shops/:shopId/products',
      { schema: { params: schemaOf('path'), querystring: schemaOf('query'), response: answer(list, 200) } },
      async () => ({ items: ['a', 'b'] }),
    );
    app.post('/orders', { schema: { body, response: answer(create, 201) } }, async (request, reply) => {
      reply.code(201);
      return { id: request.body.items.length };
    });
    addIdleRoutes(app, document);
    await app.ready();
    return (request, response) => app.routing(request, response);
  },

  /** Fastify with the schemas of the other two in place of its own: a compiler of validators that calls zod. */
  async 'fastify-zod'(load, document) {
    const { Products, Order, read } = await schemas(load);
    const { default: fastify } = await load('fastify');
    const app = fastify({ genReqId: ({ headers }) => idOf(headers) });
    app.setValidatorCompiler(({ schema }) => (value) => ({ value: read(schema, value) }));
    app.addHook('onRequest', (request, reply, done) => {
      reply.header('X-Request-Id', request.id);
      done();
    });
    app.setErrorHandler((error, request, reply) => {
      reply.code(error.status ?? error.statusCode ?? 500).send(envelope(error, request.id));
    });
    const { params, query } = Products.shape;
    app.get('/shops/:shopId/products', { schema: { params, querystring: query } }, async () => ({ items: ['a', 'b'] }));
    app.post('/orders', { schema: { body: Order } }, async (request, reply) => {
      reply.code(201);
      return { id: request.body.items.length };
    });
    addIdleRoutes(app, document);
    await app.ready();
    return (request, response) => app.routing(request, response);
  },

  async koa(load, document) {
    const { Products, Order, read } = await schemas(load);
    const [{ default: Koa }, { default: Router }] = [await load('koa'), await load('@koa/router')];
    const app = new Koa();
    const router = new Router();
    app.use(async (ctx, next) => {
      const id = idOf(ctx.headers);
      ctx.set('X-Request-Id', id);
      try {
        await next();
      } catch (error) {
        ctx.status = error.status ?? 500;
        ctx.body = envelope(error, id);
      }
    });
    router.get('/shops/:shopId/products', (ctx) => {
      ctx.state.values = {
        params: read(Products.shape.params, ctx.params),
        query: read(Products.shape.query, ctx.query),
      };
      ctx.body = { items: ['a', 'b'] };
    });
    router.post('/orders', async (ctx) => {
      const parts = [];
      for await (const part of ctx.req) parts.push(part);
      const { items } = read(Order, JSON.parse(Buffer.concat(parts).toString('utf8')));
      ctx.status = 201;
      ctx.body = { id: items.length };
    });
    for (const { method, path } of idleRoutes(document)) router[method](path, (ctx) => (ctx.status = 204));
    app.use(router.routes());
    return app.callback();
  },

  async hono(load, document) {
    const { Products, Order, read } = await schemas(load);
    const [{ Hono }, { validator }] = [await load('hono'), await load('hono/validator')];
    const { getRequestListener } = await load('@hono/node-server');
    const app = new Hono();
    const { params, query } = Products.shape;
    app.use(async (c, next) => {
      const id = c.req.header('x-request-id') ?? randomUUID();
      c.set('requestId', id);
      c.header('X-Request-Id', id);
      await next();
    });
    app.onError((error, c) => c.json(envelope(error, c.get('requestId')), error.status ?? 500));
    app.get(
      '/shops/:shopId/products',
      validator('param', (value) => read(params, value)),
      validator('query', (value) => read(query, value)),
      (c) => c.json({ items: ['a', 'b'] }),
    );
    app.post(
      '/orders',
      validator('json', (value) => read(Order, value)),
      (c) => c.json({ id: c.req.valid('json').items.length }, 201),
    );
    for (const { method, path } of idleRoutes(document)) app[method](path, (c) => c.body(null, 204));
    return getRequestListener(app.fetch);
  },
};
