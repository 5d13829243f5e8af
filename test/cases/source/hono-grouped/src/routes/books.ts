import { Hono } from 'hono';

const books = new Hono()
  .get('/', (c) => c.json([]))
  .post((c) => c.json({}, 201))
  .get('/:id{[0-9]+}', (c) => c.json({ id: c.req.param('id') }))
  .delete('/:id{[0-9]+}', (c) => c.body(null, 204))
  .get('/:id/pages/:page?', (c) => c.json({}));

export default books;
