import type { FastifyPluginCallback } from 'fastify';

const plugin: FastifyPluginCallback = (instance, _options, done) => {
  instance.get('/', (_request, reply) => {
    reply.send({ ok: true });
  });
  instance.register(
    (nested, _nestedOptions, next) => {
      nested.get('/database', async () => ({ ok: true }));
      next();
    },
    { prefix: '/deep' },
  );
  done();
};

export default plugin;
