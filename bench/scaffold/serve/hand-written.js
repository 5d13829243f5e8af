// What an engineer writes by hand for the same API: the bare framework, with the same checks by its usual means.
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
  return { Products, Order };
}

export const handWritten = {
  async express(load) {
    const { Products, Order } = await schemas(load);
    const { default: express } = await load('express');
    const app = express();
    app.get('/shops/:shopId/products', (req, res) => {
      const params = Products.shape.params.safeParse(req.params);
      const query = Products.shape.query.safeParse(req.query);
      if (!params.success || !query.success) return res.status(400).json({ error: params.error ?? query.error });
      res.json({ items: ['a', 'b'] });
    });
    app.post('/orders', express.json(), (req, res) => {
      const body = Order.safeParse(req.body);
      if (!body.success) return res.status(400).json({ error: body.error });
      res.status(201).json({ id: body.data.items.length });
    });
    return app;
  },

  async fastify(load, document) {
    const { default: fastify } = await load('fastify');
    const app = fastify();
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
    app.get(
      '/shops/:shopId/products',
      { schema: { params: schemaOf('path'), querystring: schemaOf('query'), response: answer(list, 200) } },
      async () => ({ items: ['a', 'b'] }),
    );
    app.post('/orders', { schema: { body, response: answer(create, 201) } }, async (request, reply) => {
      reply.code(201);
      return { id: request.body.items.length };
    });
    await app.ready();
    return (request, response) => app.routing(request, response);
  },

  async koa(load) {
    const { Products, Order } = await schemas(load);
    const [{ default: Koa }, { default: Router }] = [await load('koa'), await load('@koa/router')];
    const app = new Koa();
    const router = new Router();
    router.get('/shops/:shopId/products', (ctx) => {
      const params = Products.shape.params.safeParse(ctx.params);
      const query = Products.shape.query.safeParse(ctx.query);
      if (!params.success || !query.success) ctx.throw(400, { error: params.error ?? query.error });
      ctx.body = { items: ['a', 'b'] };
    });
    router.post('/orders', async (ctx) => {
      const parts = [];
      for await (const part of ctx.req) parts.push(part);
      const body = Order.safeParse(JSON.parse(Buffer.concat(parts).toString('utf8')));
      if (!body.success) ctx.throw(400, { error: body.error });
      ctx.status = 201;
      ctx.body = { id: body.data.items.length };
    });
    app.use(router.routes());
    return app.callback();
  },
};
