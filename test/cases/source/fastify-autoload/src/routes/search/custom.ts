import type { FastifyPluginAsync } from 'fastify';

export const autoPrefix = '/find';

const search: FastifyPluginAsync = async (fastify) => {
  fastify.get('/:kind(^(?:book|film)$)', async () => []);
  fastify.get('/files/*', async () => undefined);
};

export default search;
