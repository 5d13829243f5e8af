import Koa from 'koa';
import { readSettings } from 'settings-of-somewhere';
import Router from './router.js';

const app = new Koa();
const router = new Router();
const { paths } = readSettings();

router.get('status', '/status', (ctx) => (ctx.body = { ok: true }));
router.post('token', paths.token, (ctx) => (ctx.body = {}));
router.delete('session', '/sessions/:id', (ctx) => (ctx.status = 204));

app.use(async (ctx, next) => {
  if (ctx.path === '/metrics') {
    ctx.body = 'up 1';
    return;
  }
  // No answer: it lets a request pass.
  if (ctx.path === '/login') return next();
  await next();
});
app.use(router.routes());
app.listen();
