const express = require('express');
const { createApi } = require('./lib/api');
const { Endpoint, endpoints } = require('./lib/endpoints');

const app = express();
const api = createApi(app, { base: '/v2' });

api.get('/products', { auth: false }, async () => []);
api.post('/products', { auth: true }, async ({ body }) => body);
api.group('/carts/:cartId', (carts) => {
  carts.get('/', {}, async () => ({}));
  carts.put('/items/:sku', { auth: true }, async () => ({}));
});
Object.entries(endpoints).forEach(([name, definition]) => {
  const [method, path] = definition.split(' ');
  api[method.toLowerCase()](path, { name }, Endpoint.of(name));
});
if (process.env.NODE_ENV !== 'production') {
  api.get('/debug/state', {}, async () => ({}));
}
app.use('/webhooks', require('./lib/webhooks')({ providers: ['stripe', 'paypal'] }));

app.listen(3000);
