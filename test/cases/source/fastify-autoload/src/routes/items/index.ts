import { Type } from '@sinclair/typebox';
import type { FastifyPluginAsync } from 'fastify';

export const Item = Type.Object({
  id: Type.Integer(),
  name: Type.String({ minLength: 1, maxLength: 80 }),
  price: Type.Optional(Type.Number({ minimum: 0 })),
});

const items: FastifyPluginAsync = async (fastify) => {
  fastify.get(
    '/',
    {
      schema: {
        summary: 'List items',
        tags: ['items'],
        querystring: Type.Object({ limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 50, default: 10 })) }),
        response: { 200: Type.Array(Item) },
      },
    },
    async () => [],
  );
  fastify.post('/', { preHandler: [fastify.authenticate], schema: { body: Item, response: { 201: Item } } }, async (request, reply) => {
    return reply.code(201).send(request.body);
  });
};

export default items;
