import Router from 'koa-router';

export const router = new Router();
router.prefix('/files');
const METHODS = ['get', 'head'];
METHODS.forEach((method) => router[method]('/:name', (ctx) => (ctx.body = 'x')));
router.register('/:name', ['PUT', 'POST'], (ctx) => {
  ctx.status = 201;
});
