import { join } from 'node:path';
import AutoLoad from '@fastify/autoload';
import cors from '@fastify/cors';
import Fastify, { type FastifyInstance } from 'fastify';
import statusPlugin from './status.js';

export async function build(): Promise<FastifyInstance> {
  const app = Fastify({ logger: true });
  await app.register(cors);
  app.register(AutoLoad, { dir: join(import.meta.dirname, 'plugins') });
  app.register(AutoLoad, { dir: join(import.meta.dirname, 'routes'), options: { prefix: '/api' }, routeParams: true });
  app.register(statusPlugin, { prefix: '/status' });
  app.route({ method: ['GET', 'HEAD'], url: '/', handler: async () => ({ hello: 'world' }) });
  return app;
}
