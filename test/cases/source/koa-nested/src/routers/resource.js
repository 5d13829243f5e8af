import Router from '@koa/router';

/** A list and its members; what can be written has more. */
export function makeResource(name, { readOnly = false } = {}) {
  const router = new Router({ prefix: `/${name}` });
  router.get('/', (ctx) => {
    ctx.body = [];
  });
  router.get('/:id', (ctx) => {
    ctx.body = { id: ctx.params.id };
  });
  if (!readOnly) {
    router.post('/', (ctx) => {
      ctx.status = 201;
    });
    router.del('/:id', (ctx) => {
      ctx.status = 204;
    });
  }
  return router;
}
