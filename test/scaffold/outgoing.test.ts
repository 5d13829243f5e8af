// Webhooks, callbacks and links: what the API sends is typed, held against its schema, and goes where it may.
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
    '/pets/{id}': {
      get: {
        operationId: 'getPet',
        parameters: [
          { name: 'id', in: 'path', required: true, style: 'label', schema: { type: 'integer' } },
          { name: 'fields', in: 'query', schema: { type: 'array', items: { type: 'string' } } },
          { name: 'X-Trace', in: 'header', schema: { type: 'string' } },
        ],
        responses: {
          200: {
            description: 'ok',
            content: json(pet),
            links: {
              itself: {
                operationId: 'getPet',
                description: 'The same pet again',
                parameters: {
                  id: '$response.body#/id',
                  'query.fields': ['a b', 'c'],
                  'x-trace': 'seen-{$request.header.x-trace}',
                },
              },
              found: {
                operationRef: '#/paths/~1subscriptions/post',
                requestBody: { url: 'https://example.com' },
                server: { url: 'https://{where}.example.com/v2/', variables: { where: { default: 'eu' } } },
              },
              nowhere: { operationId: 'removed' },
              elsewhere: { operationRef: 'https://example.com/openapi.json#/paths/~1a/get' },
              tooMuch: { operationId: 'getPet', parameters: { id: 7, size: 1 } },
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
import { links } from './outgoing/links.js';
import { sendNewPet } from './outgoing/webhooks.js';

export function follow(): string | undefined {
  // @ts-expect-error the body of the answer is the document's
  links.getPet[200].itself({ response: { body: { id: 'x', name: 'Rex' } } });
  return links.getPet[200].itself({ request: { path: { id: 1 } }, response: { body: { id: 1, name: 'Rex' } } })?.href;
}

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

type Links = Readonly<Record<string, (origin: unknown) => unknown>>;

let project: TestProject;
let links: Links;
let said: string;
let receiver: Server;
let url: string;
let sendNewPet: Send;
let sendSubscribeOnPet: Send;
const received: { readonly request: IncomingMessage; readonly body: string }[] = [];
let answer: { readonly status: number; readonly headers?: Record<string, string>; readonly body?: string };
const everywhere = { isAllowed: () => true };

beforeAll(async () => {
  project = await createProject({ 'openapi.json': JSON.stringify(SPEC) });
  const result = await project.scaffold('openapi.json');
  expect(result).toMatchObject({ exitCode: 0 });
  said = result.stderr;
  await project.write('src/use.ts', USE);
  expect(await project.typeErrors()).toEqual([]);
  const load = (file: string): Promise<Record<string, Send>> =>
    import(/* @vite-ignore */ pathToFileURL(join(project.folder, `dist/outgoing/${file}.js`)).href);
  const missing: Send = () => Promise.reject(new Error('not generated'));
  sendNewPet = (await load('webhooks'))['sendNewPet'] ?? missing;
  sendSubscribeOnPet = (await load('callbacks'))['sendSubscribeOnPet'] ?? missing;
  const outgoing: { links: { getPet: { 200: Links } } } = await import(
    /* @vite-ignore */ pathToFileURL(join(project.folder, 'dist/outgoing/links.js')).href
  );
  links = outgoing.links.getPet[200];
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

test('a link makes the request that an answer leads to', () => {
  const origin = { request: { header: { 'x-trace': 't1' } }, response: { body: { id: 42, name: 'Rex' } } };
  expect(links['itself']?.(origin)).toEqual({
    method: 'GET',
    href: '/pets/.42?fields=a%20b&fields=c',
    headers: { 'x-trace': 'seen-t1' },
  });
  // What is not required may be missing, and what is may not.
  expect(links['itself']?.({ response: { body: { id: 42 } } })).toMatchObject({ headers: {} });
  expect(links['itself']?.({ response: { body: {} } })).toBeUndefined();
  expect(links['found']?.({})).toEqual({
    method: 'POST',
    href: 'https://eu.example.com/v2/subscriptions',
    headers: {},
    body: { url: 'https://example.com' },
  });
  expect(links['tooMuch']?.({})).toMatchObject({ href: '/pets/.7' });
});

test('a link that leads nowhere is left out, and said', () => {
  expect(Object.keys(links)).toEqual(['itself', 'found', 'tooMuch']);
  expect(said).toContain('the operation of the link nowhere is not in the document; the link is left out');
  expect(said).toContain('the link elsewhere names no operation of this document; it is left out');
  expect(said).toContain('the link tooMuch sets size, which GET /pets/{id} does not have; it is left out');
});
