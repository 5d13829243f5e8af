// Where connections go, and what stops a run.
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startFaultServer } from './support/fault-server.js';
import { measure, runLoad } from './support/run-load.js';

test('a unix socket', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'api-load-'));
  const path = join(folder, 'shop.sock');
  const server = createServer((request, response) => response.end(request.headers.host));
  await new Promise<void>((listening) => server.listen(path, listening));
  const run = await measure(['http://shop.example/', '-n', '50', '--unix-socket', path]);
  expect(run).toMatchObject({ exitCode: 0, target: { requests: { sent: 50, ok: 50 }, address: `unix:${path}` } });
  const gone = await measure(['http://shop.example/', '-n', '50', '--unix-socket', join(folder, 'nothing.sock')]);
  expect(gone.exitCode).toBe(4);
  server.close();
  server.closeAllConnections();
  await rm(folder, { recursive: true });
});

test('--resolve sends a name to an address', async () => {
  const hosts = new Set<string | undefined>();
  const server = createServer((request, response) => {
    hosts.add(request.headers.host);
    response.end();
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  const url = `http://shop.invalid:${port}/`;
  const run = await measure([
    url,
    '-n',
    '20',
    '--resolve',
    `other.invalid:${port}:192.0.2.1`,
    '--resolve',
    `shop.invalid:${port}:127.0.0.1`,
  ]);
  expect(run).toMatchObject({ exitCode: 0, target: { requests: { ok: 20 } } });
  expect([...hosts]).toEqual([`shop.invalid:${port}`]);
  expect(await runLoad([url, '--resolve', 'shop.invalid:80'])).toMatchObject({ exitCode: 2 });
  server.close();
  server.closeAllConnections();
});

test('IPv6', async () => {
  const server = createServer((_, response) => response.end());
  const listening = await new Promise<boolean>((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(0, '::1', () => resolve(true));
  });
  if (!listening) {
    process.stderr.write('IPv6 is left out: this machine has no ::1\n');
    return;
  }
  const { port } = server.address() as AddressInfo;
  const run = await measure([`http://[::1]:${port}/`, '-n', '20']);
  // The name has both families, and only one of them listens.
  const named = await measure([`http://localhost:${port}/`, '-n', '20']);
  server.close();
  server.closeAllConnections();
  expect(run).toMatchObject({ exitCode: 0, target: { requests: { ok: 20 } } });
  expect(named.target.requests.ok === 20 || named.exitCode === 4).toBe(true);
});

test('--abort-on-fail ends a run whose threshold is missed, and only such a one', async () => {
  const server = await startFaultServer();
  const args = ['-d', '20s', '-c', '4', '--threshold', 'errors<5%', 'p99<30s', '--abort-on-fail'];
  const missed = await measure([`${server.origin}/some-503`, ...args]);
  expect(missed.exitCode).toBe(1);
  expect(missed.document.data).toMatchObject({ stoppedEarly: true, interrupted: false });
  expect(missed.wallMs).toBeLessThan(5_000);
  const { sent, ok, failed, unfinished } = missed.target.requests;
  expect(ok + failed + unfinished).toBe(sent);
  const met = await measure([
    server.origin,
    '-d',
    '2500ms',
    '-c',
    '4',
    '--threshold',
    'errors<5%',
    'rps>1',
    '--abort-on-fail',
  ]);
  expect(met).toMatchObject({ exitCode: 0, document: { data: { stoppedEarly: false } } });
  await server.close();
});
