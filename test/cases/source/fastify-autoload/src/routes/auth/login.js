const credentials = {
  type: 'object',
  required: ['user', 'password'],
  additionalProperties: false,
  properties: { user: { type: 'string' }, password: { type: 'string', minLength: 8 } },
};

export default async function login(app) {
  app.post('/login', { schema: { body: credentials, response: { 200: { type: 'object', properties: { token: { type: 'string' } } } } } }, handler);
  app.post('/logout', async (request, reply) => {
    reply.code(204);
    return reply.send();
  });
}

async function handler() {
  return { token: 'x' };
}
