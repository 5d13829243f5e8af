// The same API on what others offer: libraries that read the OpenAPI document while they run.
export const peers = {
  async 'express-openapi-validator'(load, document) {
    const [{ default: express }, { middleware }] = [await load('express'), await load('express-openapi-validator')];
    const app = express();
    app.use(express.json());
    app.use(middleware({ apiSpec: document, validateRequests: true, validateResponses: false }));
    app.get('/shops/:shopId/products', (_, res) => res.json({ items: ['a', 'b'] }));
    app.post('/orders', (req, res) => res.status(201).json({ id: req.body.items.length }));
    return app;
  },

  async 'openapi-backend'(load, document) {
    const [{ default: express }, module] = [await load('express'), await load('openapi-backend')];
    const OpenAPIBackend = module.OpenAPIBackend ?? module.default.OpenAPIBackend ?? module.default;
    const api = new OpenAPIBackend({ definition: document, quick: true });
    api.register({
      listProducts: (_, __, res) => res.json({ items: ['a', 'b'] }),
      createOrder: (_, req, res) => res.status(201).json({ id: req.body.items.length }),
      validationFail: (context, _, res) => res.status(400).json({ error: context.validation.errors }),
    });
    await api.init();
    const app = express();
    app.use(express.json());
    app.use((req, res) => api.handleRequest(req, req, res));
    return app;
  },

  async 'fastify-openapi-glue'(load, document) {
    const [{ default: fastify }, { default: glue }] = [await load('fastify'), await load('fastify-openapi-glue')];
    const app = fastify();
    app.register(glue, {
      specification: document,
      serviceHandlers: {
        listProducts: async () => ({ items: ['a', 'b'] }),
        createOrder: async (request, reply) => {
          reply.code(201);
          return { id: request.body.items.length };
        },
      },
    });
    await app.ready();
    return (request, response) => app.routing(request, response);
  },
};
