// Webhooks and callbacks: what the API sends is typed, held against its schema, and goes where it may.
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createProject, type TestProject } from './support.js';

const pet = { $ref: '#/components/schemas/Pet' };
const json = (schema: unknown): unknown => ({ 'application/json': { schema } });
const SPEC = {
  openapi: '3.1.0',
  info: { title: 'T', version: '1' },
  paths: {
    '/subscriptions': {
      post: {
        operationId: 'subscribe',
        requestBody: {
          required: true,
          content: json({ type: 'object', required: ['url'], properties: { url: { type: 'string' } } }),
        },
        responses: { 204: { description: 'ok' } },
        callbacks: {
          onPet: {
            '{$request.body#/url}/pets?from={$request.header.X-From}': {
              post: {
                requestBody: { required: true, content: json(pet) },
                responses: { 204: { description: 'ok' } },
              },
            },
          },
        },
      },
    },
  },
  webhooks: {
    newPet: {
      parameters: [{ name: 'X-Ids', in: 'header', schema: { type: 'array', items: { type: 'integer' } } }],
      post: {
        summary: 'A pet is new',
        parameters: [
          { name: 'tags', in: 'query', explode: false, schema: { type: 'array', items: { type: 'string' } } },
        ],
        requestBody: { required: true, content: json(pet) },
        responses: {
          200: { description: 'ok', content: json({ type: 'object', properties: { seen: { type: 'boolean' } } }) },
          410: { description: 'gone' },
        },
      },
    },
  },
  components: {
    schemas: {
      Pet: {
        type: 'object',
        required: ['id', 'name'],
        properties: {
          id: { type: 'integer', readOnly: true },
          name: { type: 'string', minLength: 1 },
          secret: { type: 'string', writeOnly: true },
        },
      },
    },
  },
};

const USE = `import { sendSubscribeOnPet } from './outgoing/callbacks.js';
import { sendNewPet } from './outgoing/webhooks.js';

export async function use(): Promise<boolean | undefined> {
  await sendSubscribeOnPet({ request: { body: {} } }, { body: { id: 1, name: 'Rex' } });
  // @ts-expect-error a payload must have what the document requires
  await sendNewPet('https://example.com', { body: { id: 1 } });
  // @ts-expect-error what a caller must not see is not sent either
  await sendNewPet('https://example.com', { body: { id: 1, name: 'Rex', secret: 's' } });
  const delivery = await sendNewPet('https://example.com', { body: { id: 1, name: 'Rex' }, query: { tags: ['a'] } });
  return delivery.status === 200 ? delivery.body.seen : undefined;
}
`;

interface Delivery {
  readonly status: number;
  readonly body: unknown;
}
type Send = (to: unknown, sent: unknown, options?: object) => Promise<Delivery>;

let project: TestProject;
let receiver: Server;
let url: string;
let sendNewPet: Send;
let sendSubscribeOnPet: Send;
const received: { readonly request: IncomingMessage; readonly body: string }[] = [];
let answer: { readonly status: number; readonly headers?: Record<string, string>; readonly body?: string };
const everywhere = { isAllowed: () => true };

beforeAll(async () => {
  project = await createProject({ 'openapi.json': JSON.stringify(SPEC) });
  expect(await project.scaffold('openapi.json')).toMatchObject({ exitCode: 0 });
  await project.write('src/use.ts', USE);
  expect(await project.typeErrors()).toEqual([]);
  const load = (file: string): Promise<Record<string, Send>> =>
    import(/* @vite-ignore */ pathToFileURL(join(project.folder, `dist/outgoing/${file}.js`)).href);
  const missing: Send = () => Promise.reject(new Error('not generated'));
  sendNewPet = (await load('webhooks'))['sendNewPet'] ?? missing;
  sendSubscribeOnPet = (await load('callbacks'))['sendSubscribeOnPet'] ?? missing;
  receiver = createServer(async (request, response) => {
    received.push({ request, body: await text(request) });
    response.writeHead(answer.status, answer.headers).end(answer.body);
  });
  await new Promise<void>((done) => receiver.listen(0, '127.0.0.1', done));
  url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`;
});

afterAll(async () => {
  receiver?.close();
  await project?.remove();
});

test('a webhook brings what the document says, and its answer back', async () => {
  answer = { status: 200, headers: { 'content-type': 'application/json' }, body: '{"seen":true}' };
  const sent = {
    body: { id: 1, name: 'Rex', internal: 'x' },
    query: { tags: ['a,b', 'c'] },
    header: { 'x-ids': [1, 2] },
  };
  const sign = (body: Uint8Array): object => ({ 'x-signature': String(body.length) });
  expect(await sendNewPet(`${url}/hook?token=t`, sent, { ...everywhere, headers: sign })).toMatchObject({
    status: 200,
    body: { seen: true },
  });
  const last = received.at(-1);
  expect(last?.body).toBe('{"id":1,"name":"Rex"}');
  expect(last?.request).toMatchObject({ method: 'POST', url: '/hook?token=t&tags=a%2Cb,c' });
  expect(last?.request.headers).toMatchObject({
    'x-ids': '1,2',
    'x-signature': '21',
    'content-type': 'application/json',
  });
});

test('a callback goes to where its request said, and nowhere else', async () => {
  answer = { status: 204 };
  const origin = { request: { body: { url: `${url}/cb` }, header: { 'x-from': 'a&b' } } };
  expect(await sendSubscribeOnPet(origin, { body: { id: 1, name: 'Rex' } }, everywhere)).toMatchObject({ status: 204 });
  expect(received.at(-1)?.request.url).toBe('/cb/pets?from=a%26b');
  const nowhere = sendSubscribeOnPet({ request: { body: {} } }, { body: { id: 1, name: 'Rex' } }, everywhere);
  await expect(nowhere).rejects.toMatchObject({
    code: 'REFUSED_ADDRESS',
    message: 'the origin of the callback has no $request.body#/url',
  });
});

test('a payload that does not fit never leaves', async () => {
  const before = received.length;
  await expect(
    sendNewPet(url, { body: { id: 'x', name: '' }, header: { 'x-ids': ['y'] } }, everywhere),
  ).rejects.toMatchObject({ code: 'INVALID_PAYLOAD', details: [{ field: 'x-ids[0]' }] });
  await expect(sendNewPet(url, { body: { id: 'x', name: '' } }, everywhere)).rejects.toMatchObject({
    details: [{ field: 'id' }, { field: 'name' }],
  });
  expect(received.length).toBe(before);
});

test('an answer that the document does not have is an error', async () => {
  const pet = { body: { id: 1, name: 'Rex' } };
  answer = { status: 302, headers: { location: 'http://127.0.0.1:1/' } };
  await expect(sendNewPet(url, pet, everywhere)).rejects.toMatchObject({ code: 'UNKNOWN_STATUS', status: 302 });
  answer = { status: 200, headers: { 'content-type': 'application/json' }, body: '{"seen":1}' };
  await expect(sendNewPet(url, pet, everywhere)).rejects.toMatchObject({ code: 'INVALID_ANSWER' });
  answer = { status: 200, headers: { 'content-type': 'application/json' }, body: ' '.repeat(2_000_000) };
  await expect(sendNewPet(url, pet, everywhere)).rejects.toMatchObject({ code: 'INVALID_ANSWER' });
  answer = { status: 410 };
  expect(await sendNewPet(url, pet, everywhere)).toMatchObject({ status: 410, body: undefined });
});

test.each([
  'http://127.0.0.1/',
  'http://localhost/',
  'http://[::1]/',
  'http://[::ffff:10.0.0.1]/',
  'http://169.254.169.254/latest/meta-data',
  'http://0x7f.1/',
  'https://user:secret@8.8.8.8/',
  'file:///etc/passwd',
  'no address',
])('%s is not called unless somebody says so', async (address) => {
  const sent = sendNewPet(address, { body: { id: 1, name: 'Rex' } });
  await expect(sent).rejects.toMatchObject({ code: 'REFUSED_ADDRESS' });
  await expect(sent).rejects.not.toThrow(/secret/);
});
