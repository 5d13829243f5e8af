import Router from '@koa/router';

export const users = new Router();
const nested = new Router({ prefix: '/:userId' });

nested.get('/', async (ctx) => {
  const user = await find(ctx.params.userId);
  if (!user) ctx.throw(404, 'no such user');
  ctx.body = user;
});
nested.put('/avatar', async (ctx) => {
  ctx.status = 204;
});

users.get('/', listUsers);
users.post('/', async (ctx) => {
  const { name, email } = ctx.request.body;
  ctx.status = 201;
  ctx.body = { id: 1, name, email };
});
users.use(nested.routes(), nested.allowedMethods());

function listUsers(ctx) {
  const { page = 1 } = ctx.query;
  ctx.body = { page, items: [] };
}

async function find() {
  return undefined;
}
