import fp from 'fastify-plugin';

export default fp(async (fastify) => {
  fastify.decorate('authenticate', async () => undefined);
  fastify.get('/whoami', async () => ({ user: null }));
});
