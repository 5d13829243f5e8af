import Koa from 'koa';
import mount from 'koa-mount';
import compose from 'koa-compose';
import { api } from './routers/index.js';
import { makeResource } from './routers/resource.js';
import internal from './internal.js';

const app = new Koa();

app.use(async (ctx, next) => {
  await next();
  ctx.set('X-Powered-By', 'Koa');
});
app.use(compose([api.routes(), api.allowedMethods()]));
app.use(mount('/internal', internal));
for (const name of ['authors', 'books']) {
  const router = makeResource(name, { readOnly: name === 'authors' });
  app.use(router.routes()).use(router.allowedMethods());
}

export default app;
