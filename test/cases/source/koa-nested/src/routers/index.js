import Router from '@koa/router';
import { users } from './users.js';
import * as files from './files.js';

export const api = new Router({ prefix: '/api' });

api.use('/users', users.routes(), users.allowedMethods());
api.use(files.router.routes());
api.get('ping', '/ping', (ctx) => {
  ctx.body = { pong: true };
});
