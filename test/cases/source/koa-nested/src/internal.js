import Koa from 'koa';
import Router from '@koa/router';

const internal = new Koa();
const router = new Router();
router.get('/metrics', (ctx) => {
  ctx.type = 'text/plain';
  ctx.body = 'up 1';
});
internal.use(router.routes());

export default internal;
