import { Hono } from 'hono';

export function createAuthors() {
  const authors = new Hono<{ Variables: { user: string } }>();
  authors.use(async (c, next) => {
    c.set('user', 'ada');
    await next();
  });
  authors.get('/files/*', (c) => c.text('file'));
  authors.all('/ping', (c) => c.text(c.req.method));
  return authors;
}
