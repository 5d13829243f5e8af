// Specs and references on the network: what is fetched, and what a document from elsewhere cannot make this machine ask for.

import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { hasOpenssl, makeCertificates } from '../load/support/certificates.js';
import { createProject, type TestProject } from './support.js';

let project: TestProject;
let server: Server | undefined;
afterEach(async () => {
  server?.closeAllConnections();
  await new Promise<unknown>((done) => (server ? server.close(done) : done(undefined)));
  server = undefined;
  await project.remove();
});

const withRef = (reference: string): string => `openapi: 3.1.0
info: { title: T, version: "1" }
paths:
  /a:
    get:
      operationId: readA
      responses:
        '200': { description: ok, content: { application/json: { schema: { $ref: '${reference}' } } } }
`;
const NAME = 'Name: { type: object, required: [name], properties: { name: { type: string } } }\n';

/** A server on the loopback that answers with the texts of some paths, and counts. */
async function serve(
  texts: Readonly<Record<string, string | RequestListener>>,
): Promise<{ readonly url: string; readonly asked: readonly string[] }> {
  const asked: string[] = [];
  server = createServer((request, response) => {
    asked.push(request.url ?? '');
    const found = texts[request.url ?? ''];
    if (typeof found === 'function') found(request, response);
    else response.writeHead(found === undefined ? 404 : 200).end(found);
  });
  await new Promise<void>((done) => server?.listen(0, '127.0.0.1', done));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

const redirectTo =
  (location: string): RequestListener =>
  (_, response) =>
    response.writeHead(302, { location }).end();

describe('a spec that is named by its address', () => {
  test('is fetched with what stands below its folder, each document once', async () => {
    const { url, asked } = await serve({
      '/api/openapi.yaml': withRef('schemas/name.yaml#/Name'),
      '/api/schemas/name.yaml': `${NAME}Other: { $ref: '../openapi.yaml#/info' }\n`,
    });
    project = await createProject();
    const result = await project.scaffold(`${url}/api/openapi.yaml`);
    expect(result).toMatchObject({ exitCode: 0, stderr: '' });
    expect(await project.read('src/types/api.ts')).toContain('interface Name');
    expect(asked).toEqual(['/api/openapi.yaml', '/api/schemas/name.yaml']);
  });

  test('reaches what is beside its folder only with --allow-remote-refs', async () => {
    const { url, asked } = await serve({
      '/api/openapi.yaml': withRef('../name.yaml#/Name'),
      '/name.yaml': NAME,
    });
    project = await createProject();
    const refused = await project.scaffold(`${url}/api/openapi.yaml`);
    expect(refused.exitCode).toBe(3);
    expect(refused.stderr).toContain('error[SCAF105]: $ref "../name.yaml#/Name" goes to the network');
    expect(refused.stderr).toContain(`--> ${url}/api/openapi.yaml:8:`);
    expect(asked).toEqual(['/api/openapi.yaml']);
    expect((await project.scaffold(`${url}/api/openapi.yaml`, '--allow-remote-refs')).exitCode).toBe(0);
  });

  test('sends the credentials of the address to its own server, and shows them nowhere', async () => {
    const seen: (string | undefined)[] = [];
    const { url } = await serve({
      '/openapi.yaml': (request, response) => {
        seen.push(request.headers.authorization);
        response.end(withRef('nowhere.yaml'));
      },
    });
    project = await createProject();
    const result = await project.scaffold(`${url.replace('//', '//me:s3cret@')}/openapi.yaml`);
    expect(seen).toEqual([`Basic ${Buffer.from('me:s3cret').toString('base64')}`]);
    expect(result.exitCode).toBe(4);
    expect(result.stderr).toContain(
      `error[SCAF108]: ${url}/nowhere.yaml could not be fetched: the server answered 404`,
    );
    expect(result.stdout + result.stderr).not.toContain('s3cret');
  });

  test('follows redirects, and resolves references against where it was found', async () => {
    const { url } = await serve({
      '/latest': redirectTo('/v2/openapi.yaml'),
      '/v2/openapi.yaml': withRef('name.yaml#/Name'),
      '/v2/name.yaml': NAME,
    });
    project = await createProject();
    expect((await project.scaffold(`${url}/latest`)).exitCode).toBe(0);
  });

  test.each([
    ['to another plain address', 'http://localhost:1/x', 'it is not https'],
    ['to a private address', 'https://10.0.0.1/x', '10.0.0.1 is no public address'],
    ['to a metadata service', 'https://169.254.169.254/latest/meta-data', 'no public address'],
    ['to a name of this machine', 'https://localhost:1/x', 'localhost resolves to'],
    ['to a file', 'file:///etc/passwd', 'it is not https'],
    ['round in a circle', '/openapi.yaml', 'redirects more than 5 times'],
  ])('is refused where it redirects %s', async (_, location, reason) => {
    const { url } = await serve({ '/openapi.yaml': redirectTo(location) });
    project = await createProject();
    const result = await project.scaffold(`${url}/openapi.yaml`);
    expect(result.stderr).toContain('error[SCAF109]: ');
    expect(result.stderr).toContain(reason);
    expect(result.exitCode).toBe(3);
  });

  test('is left where it never ends', async () => {
    const { url } = await serve({
      '/openapi.yaml': (_, response) => {
        const part = Buffer.alloc(1 << 20, '#');
        const more = (): void => {
          while (!response.destroyed && response.write(part)) {}
          if (!response.destroyed) response.once('drain', more);
        };
        more();
      },
    });
    project = await createProject();
    const result = await project.scaffold(`${url}/openapi.yaml`);
    expect(result.stderr).toContain('error[SCAF106]');
    expect(result.exitCode).toBe(3);
  });

  test('is exit 4 where nobody answers', async () => {
    const { url } = await serve({});
    await new Promise((done) => server?.close(done));
    project = await createProject();
    const result = await project.scaffold(`${url}/openapi.yaml`);
    expect(result.stderr).toContain(`error[SCAF108]: ${url}/openapi.yaml could not be fetched`);
    expect(result.exitCode).toBe(4);
  });

  test.runIf(hasOpenssl)('is not taken from a server whose certificate nobody vouches for', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'certificates-'));
    const { localhost } = makeCertificates(folder);
    server = createTlsServer({ cert: localhost.cert, key: localhost.key }, (_, response) =>
      response.end(withRef('#/info')),
    );
    await new Promise<void>((done) => server?.listen(0, '127.0.0.1', done));
    project = await createProject();
    const result = await project.scaffold(`https://localhost:${(server.address() as AddressInfo).port}/openapi.yaml`);
    rmSync(folder, { recursive: true });
    expect(result.stderr).toContain('error[SCAF108]');
    expect(result.stderr).toMatch(/certificate/);
    expect(result.exitCode).toBe(4);
  });
});

describe('a spec on the disk, with --allow-remote-refs', () => {
  test.each([
    ['http', (url: string) => `${url}/name.yaml#/Name`, 'it is not https'],
    [
      'an address of this machine',
      (url: string) => `${url.replace('http:', 'https:')}/name.yaml#/Name`,
      '127.0.0.1 is no public address',
    ],
    [
      'a name of this machine',
      (url: string) => `${url.replace('http://127.0.0.1', 'https://localhost')}/name.yaml#/Name`,
      'localhost resolves to',
    ],
    [
      'a number that means this machine',
      (url: string) => `${url.replace('http://127.0.0.1', 'https://2130706433')}/name.yaml#/Name`,
      '127.0.0.1 is no public address',
    ],
    [
      'IPv4 in IPv6',
      (url: string) => `${url.replace('http://127.0.0.1', 'https://[::ffff:7f00:1]')}/name.yaml#/Name`,
      'is no public address',
    ],
  ])('connects to nobody for %s', async (_, reference, reason) => {
    const { url, asked } = await serve({ '/name.yaml': NAME });
    project = await createProject({ 'openapi.yaml': withRef(reference(url)) });
    const result = await project.scaffold('openapi.yaml', '--allow-remote-refs');
    expect(result.stderr).toContain('error[SCAF109]: ');
    expect(result.stderr).toContain(reason);
    expect(result.exitCode).toBe(3);
    expect(asked).toEqual([]);
  });

  test('fetches nothing for what only looks like a reference', async () => {
    const spec = `${withRef('#/components/schemas/S')}components: { schemas: { S: { type: object, example: { $ref: 'https://127.0.0.1/x' } } } }\n`;
    project = await createProject({ 'openapi.yaml': spec });
    expect((await project.scaffold('openapi.yaml', '--allow-remote-refs')).exitCode).toBe(0);
  });
});
