// Through a proxy: by the whole URL, or by a tunnel; with credentials that appear nowhere.
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { createServer as createSecureHttp2 } from 'node:http2';
import { type AddressInfo, connect, createServer as createTcpServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer as createTlsServer } from 'node:tls';
import { afterEach, describe, expect, test } from 'vitest';
import { hasOpenssl, makeCertificates } from './support/certificates.js';
import { measure, runLoad } from './support/run-load.js';

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

async function listen(server: Pick<Server, 'listen' | 'address' | 'close' | 'on'>): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => sockets.add(socket));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  closing.push(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  return (server.address() as AddressInfo).port;
}

interface Seen {
  readonly port: number;
  /** First lines, and the credentials that came with them. */
  readonly lines: string[];
  readonly credentials: Set<string | undefined>;
}

const ESTABLISHED = 'HTTP/1.1 200 Connection established\r\nVia: x\r\n\r\n';

/**
 * A proxy as RFC 9110 has them; `answer` stands in for what it says to CONNECT. `together`: it answers when the target has
 * spoken, with both in one piece.
 */
async function startProxy(targetPort: number, answer = ESTABLISHED, together = false): Promise<Seen> {
  const seen: Omit<Seen, 'port'> = { lines: [], credentials: new Set() };
  const server = createServer((request, response) => {
    seen.lines.push(`${request.method} ${request.url}`);
    seen.credentials.add(request.headers['proxy-authorization']);
    response.end('by the proxy');
  });
  server.on('connect', (request, socket) => {
    seen.lines.push(`CONNECT ${request.url}`);
    seen.credentials.add(request.headers['proxy-authorization']);
    socket.on('error', () => socket.destroy());
    const upstream = connect(targetPort, '127.0.0.1');
    upstream.on('error', () => socket.destroy());
    const open = (first: Buffer): void => {
      socket.write(Buffer.concat([Buffer.from(answer), first]));
      if (answer.startsWith('HTTP/1.1 2')) socket.pipe(upstream).pipe(socket);
      else socket.end();
    };
    if (together) upstream.once('data', open);
    else open(Buffer.of());
  });
  return { ...seen, port: await listen(server) };
}

const few = ['-n', '30', '-c', '3'];

describe.each(['fast', 'portable'])('%s engine', (engine) => {
  test.runIf(engine === 'portable' || process.platform === 'linux')(
    'a request for the proxy has the whole URL',
    async () => {
      const proxy = await startProxy(0);
      const args = ['http://shop.invalid/orders?n=1', ...few, '--engine', engine];
      const run = await measure([...args, '--proxy', `http://canary-user:canary-secret@127.0.0.1:${proxy.port}`]);
      expect(run).toMatchObject({ exitCode: 0, target: { requests: { sent: 30, ok: 30 } } });
      expect(new Set(proxy.lines)).toEqual(new Set(['GET http://shop.invalid/orders?n=1']));
      expect([...proxy.credentials]).toEqual([`Basic ${Buffer.from('canary-user:canary-secret').toString('base64')}`]);
      expect(run.document.data?.targets[0]).toMatchObject({ proxy: `http://127.0.0.1:${proxy.port}` });
      expect(run.stdout + run.stderr).not.toMatch(/canary|Y2FuYXJ5/);
    },
  );
});

test('a tunnel carries plain HTTP, and says so', async () => {
  let requests = 0;
  const target = createServer((_, response) => {
    requests += 1;
    response.end('ok');
  });
  const proxy = await startProxy(await listen(target));
  const { exitCode, stdout } = await runLoad([
    'http://shop.invalid/',
    ...few,
    '--proxy',
    `127.0.0.1:${proxy.port}`,
    '--proxy-tunnel',
  ]);
  expect(exitCode).toBe(0);
  expect(stdout).toContain(`Through the proxy http://127.0.0.1:${proxy.port} (CONNECT).`);
  expect(stdout).toContain('portable engine: a tunnel through a proxy is for the portable engine');
  expect(proxy.lines).toEqual(['CONNECT shop.invalid:80', 'CONNECT shop.invalid:80', 'CONNECT shop.invalid:80']);
  expect(requests).toBe(30);
});

test.each([
  ['HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 3\r\n\r\nno!', 'the proxy answered 407'],
  ['SSH-2.0-OpenSSH_9\r\n', 'the proxy did not answer in HTTP'],
  ['HTTP/1.1 200 OK\r\n\r\nsurplus', 'the proxy sent bytes of its own'],
])('a proxy that opens no tunnel: %j', async (answer, example) => {
  const proxy = await startProxy(0, answer);
  const run = await measure(['https://shop.invalid/', ...few, '--proxy', `http://127.0.0.1:${proxy.port}`]);
  expect(run).toMatchObject({ exitCode: 4, target: { requests: { sent: 3, failed: 3 } } });
  expect(run.target.errors).toMatchObject([{ kind: 'proxy.tunnel', example: expect.stringContaining(example) }]);
});

test('nobody where the proxy should be', async () => {
  const run = await measure(['http://shop.invalid/', ...few, '--proxy', 'http://127.0.0.1:1']);
  expect(run).toMatchObject({ exitCode: 4, target: { errors: [{ kind: 'connect.refused' }] } });
});

test.each([
  [['--proxy', 'socks5://127.0.0.1:1080'], 'LOAD007'],
  [['--proxy', 'https://127.0.0.1:1080'], 'LOAD007'],
  [['--proxy', 'http://canary-secret@:x'], 'LOAD007'],
  [['--proxy-tunnel'], 'LOAD003'],
  [['--proxy', 'http://127.0.0.1:1', '--unix-socket', '/tmp/x'], 'LOAD003'],
])('%j is refused', async (flags, code) => {
  const run = await runLoad(['http://shop.invalid/', ...flags]);
  expect(run).toMatchObject({ exitCode: 2, stderr: expect.stringContaining(`error[${code}]`) });
  expect(run.stderr + run.stdout).not.toContain('canary-secret');
});

test('HTTP_PROXY is not read', async () => {
  const proxy = await startProxy(0);
  const run = await runLoad(['http://127.0.0.1:1/', ...few], { HTTP_PROXY: `http://127.0.0.1:${proxy.port}` });
  expect(run.exitCode).toBe(4);
  expect(proxy.lines).toEqual([]);
});

if (!hasOpenssl)
  process.stderr.write('test/load/proxy.test.ts is left out in part: the openssl program is not installed\n');

describe.runIf(hasOpenssl)('TLS through a tunnel', () => {
  const folder = mkdtempSync(join(tmpdir(), 'api-load-proxy-'));

  test('HTTP/1.1 and HTTP/2, verified by the name of the target', async () => {
    const { authority, localhost } = makeCertificates(folder);
    const secure = createTlsServer({ ...localhost, ALPNProtocols: ['http/1.1'] }, (socket) => {
      socket.on('error', () => socket.destroy());
      socket.on('data', () => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok'));
    });
    const flags = ['--ca', authority.certFile, ...few];
    const proxy = await startProxy(await listen(secure as unknown as Server));
    const args = ['--proxy', `http://127.0.0.1:${proxy.port}`, ...flags];
    expect(await measure(['https://localhost:4443/', ...args])).toMatchObject({
      exitCode: 0,
      target: { requests: { ok: 30 } },
    });
    expect(proxy.lines[0]).toBe('CONNECT localhost:4443');
    const wrong = await measure(['https://shop.invalid/', ...args]);
    expect(wrong.target.errors.map(({ kind }) => kind)).toEqual(['tls.name']);

    const http2 = createSecureHttp2();
    http2.on('stream', (stream) => stream.respond({ ':status': 200 }, { endStream: true }));
    const plain = await startProxy(await listen(http2 as unknown as Server), ESTABLISHED, true);
    const overHttp2 = ['http://localhost/', ...few, '--http2', '--proxy', `http://127.0.0.1:${plain.port}`];
    expect(await measure(overHttp2)).toMatchObject({ exitCode: 0, target: { requests: { ok: 30 } } });
    expect(plain.lines).toEqual(['CONNECT localhost:80']);
    rmSync(folder, { recursive: true });
  });
});

test('a proxy that hangs is a timeout', async () => {
  const silent = createTcpServer();
  const port = await listen(silent as unknown as Server);
  const run = await measure([
    'https://shop.invalid/',
    '-n',
    '2',
    '-c',
    '2',
    '-t',
    '300ms',
    '--proxy',
    `127.0.0.1:${port}`,
  ]);
  expect(run).toMatchObject({ exitCode: 4, target: { errors: [{ kind: 'connect.timeout' }] } });
});
