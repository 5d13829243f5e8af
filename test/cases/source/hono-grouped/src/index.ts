import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { cors } from 'hono/cors';
import { admin } from './routes/admin.js';
import books from './routes/books.js';
import { createAuthors } from './routes/authors.js';

const app = new Hono();
app.use('*', cors());
app.get('/', (c) => c.text('ok'));
app.route('/books', books).route('/authors', createAuthors());

const api = app.basePath('/api');
api.route('/admin', admin);
api.get('/version', (c) => c.json({ version: 1 }));
api.on(['PUT', 'DELETE'], ['/cache/:key', '/caches'], (c) => c.body(null, 204));
api.on('PURGE', '/cache', (c) => c.body(null, 204));

for (const kind of ['daily', 'weekly']) app.get(`/reports/${kind}`, (c) => c.json([]));

app.notFound((c) => c.json({ message: 'nothing here' }, 404));
app.onError((error, c) => c.json({ message: error.message }, 500));

serve({ fetch: app.fetch, port: 3000 });
