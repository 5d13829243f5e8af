import type { FastifyInstance, FastifyRequest } from 'fastify';

interface Params {
  itemId: number;
}

export default async function item(fastify: FastifyInstance): Promise<void> {
  fastify.get('/', async (request: FastifyRequest<{ Params: Params }>) => ({ id: request.params.itemId }));
  fastify.delete('/', async (_request, reply) => reply.code(204).send());
}
