import process from 'node:process';
import express from 'express';
import { pool } from './database.js';
import { createRouter } from './routes/index.js';

const app = express();
app.disable('x-powered-by');
app.use(createRouter());

const server = app.listen(Number(process.env['PORT'] ?? 3000), '127.0.0.1', () => {
  const address = server.address();
  if (typeof address === 'object' && address) process.stdout.write(`http://127.0.0.1:${address.port}\n`);
});

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    server.close(() => void pool.end());
    server.closeIdleConnections();
  });
}
