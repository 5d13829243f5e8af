// Requests behind one another on a connection: each answer belongs to its request, whatever becomes of the connection.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { measure, runLoad } from './support/run-load.js';

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

interface Served {
  readonly origin: string;
  readonly connections: () => number;
  readonly requests: () => number;
  /** Most requests that were there at once on a connection. */
  readonly deepest: () => number;
}

/** `answer` gets the paths of all requests that one read brought, and the number of the first of them on this connection. */
async function serve(answer: (socket: Socket, paths: readonly string[], first: number) => void): Promise<Served> {
  let [connections, requests, deepest] = [0, 0, 0];
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true }, (socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    let [pending, first] = ['', 0];
    socket.on('data', (chunk) => {
      const heads = `${pending}${chunk.toString('latin1')}`.split('\r\n\r\n');
      pending = heads.pop() ?? '';
      requests += heads.length;
      deepest = Math.max(deepest, heads.length);
      answer(
        socket,
        heads.map((head) => /^\S+ (\S+)/.exec(head)?.[1] ?? ''),
        first,
      );
      first += heads.length;
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  closing.push(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    connections: () => connections,
    requests: () => requests,
    deepest: () => deepest,
  };
}

const OK = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok';
const engines = process.platform === 'linux' ? (['fast', 'portable'] as const) : (['portable'] as const);

/** Both engines carry the same bytes; every day one of them goes through all of this. */
const isThorough = (engine: string): boolean => engine === engines[0] || process.env['CHECK'] === 'full';

describe.each(engines)('%s engine', (engine) => {
  const args = ['-c', '20', '--pipeline', '10', '--engine', engine];

  test('users share connections, and requests go out together', async () => {
    const server = await serve((socket, paths) => socket.write(OK.repeat(paths.length)));
    const run = await measure([server.origin, '-n', '4000', ...args]);
    expect(run).toMatchObject({ exitCode: 0, target: { requests: { sent: 4_000, ok: 4_000, delivered: 4_000 } } });
    expect([server.connections(), server.requests(), server.deepest()]).toEqual([2, 4_000, 10]);
    expect(run.document.data?.targets[0]).toMatchObject({ connections: { opened: 2 } });
  });
});

describe.each(engines.filter(isThorough))('%s engine, thoroughly', (engine) => {
  const args = ['-c', '20', '--pipeline', '10', '--engine', engine];

  test('each answer is that of its request, however it is cut into pieces', async () => {
    let last = Promise.resolve();
    const server = await serve((socket, paths) => {
      const whole = paths.map((path) => {
        const status = Number(/\d{3}/.exec(path)?.[0]);
        const body = 'x'.repeat(status);
        const length = `Content-Length: ${body.length}\r\n\r\n${body}`;
        const chunked = `Transfer-Encoding: chunked\r\n\r\n${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`;
        return `HTTP/1.1 ${status} X\r\n${status % 2 === 0 ? length : chunked}`;
      });
      const text = whole.join('');
      const cut = Math.floor(text.length / 3);
      // The second piece comes later, and before what answers the next requests.
      const before = last;
      last = before.then(async () => {
        socket.write(text.slice(0, cut));
        await new Promise((later) => setTimeout(later, 3));
        socket.write(text.slice(cut));
      });
    });
    const folder = mkdtempSync(join(tmpdir(), 'api-load-pipeline-'));
    const statuses = [200, 201, 404, 429, 503];
    const steps = statuses.map((status) => `  - { request: GET /${status}, expect: ${status} }`).join('\n');
    writeFileSync(join(folder, 's.yaml'), `steps:\n${steps}\n`);
    const run = await measure([server.origin, '--scenario', join(folder, 's.yaml'), '-n', '1000', ...args]);
    expect(run).toMatchObject({ exitCode: 0, target: { requests: { sent: 1_000, ok: 1_000, failed: 0 } } });
    rmSync(folder, { recursive: true });
  });

  test('a server that answers one request a connection: the others are sent once more', async () => {
    const server = await serve((socket) =>
      socket.end('HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok'),
    );
    const { target } = await measure([server.origin, '-n', '200', ...args]);
    const { sent, ok, failed, unfinished, retried } = target.requests;
    expect([sent, ok + failed + unfinished]).toEqual([200, 200]);
    expect(ok).toBeGreaterThan(10);
    expect(retried).toBeGreaterThan(10);
    expect(target.errors.map(({ kind }) => kind)).toEqual(['closed.before-response']);
  });

  test.each([
    ['a broken answer', 'HTTP/1.1 200 OK\r\nContent-Length: five\r\n\r\n', 'protocol.content-length'],
    ['bytes after the last answer', `${OK.repeat(10)}surplus`, 'protocol.extra-bytes'],
  ])('%s is the failure of one request', async (_, text, kind) => {
    const server = await serve((socket, paths) => {
      if (kind === 'protocol.extra-bytes' && paths.length < 10) socket.write(OK.repeat(paths.length));
      else socket.write(text);
    });
    const { target } = await measure([server.origin, '-n', '100', '-c', '10', '--pipeline', '10', '--engine', engine]);
    const { sent, ok, failed, unfinished } = target.requests;
    expect(ok + failed + unfinished).toBe(sent);
    expect(target.errors.map((error) => error.kind)).toContain(kind);
    if (kind === 'protocol.extra-bytes') expect(ok).toBeGreaterThan(0);
  });

  test('no answer in time ends the connection, and every request is accounted for', async () => {
    const server = await serve((socket, paths, first) => {
      if (first < 50) socket.write(OK.repeat(paths.length));
    });
    const run = await measure([server.origin, '-d', '1s', '-t', '200ms', '--grace', '300ms', ...args]);
    const { sent, ok, failed, unfinished } = run.target.requests;
    expect(ok + failed + unfinished).toBe(sent);
    expect(ok).toBeGreaterThan(50);
    expect(run.target.errors.map(({ kind }) => kind)).toContain('timeout.first-byte');
    const known = ['timeout.first-byte', 'closed.before-response'];
    for (const { kind } of run.target.errors) expect(known).toContain(kind);
  });
});

test.each([[['--http2']], [['--no-keepalive']], [['-r', '100']]])('--pipeline does not go with %j', async (flags) => {
  const run = await runLoad(['http://127.0.0.1:1/', '--pipeline', '10', ...flags]);
  expect(run).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('error[LOAD003]') });
});
