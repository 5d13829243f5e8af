// HTTP/2 against node:http2, and against servers that break its rules.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import {
  createSecureServer,
  createServer,
  type Http2Server,
  type Http2Session,
  type ServerHttp2Stream,
} from 'node:http2';
import { type AddressInfo, createServer as createTcpServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { hasOpenssl, makeCertificates } from './support/certificates.js';
import { measure, runLoad } from './support/run-load.js';

const sessions = new Set<Http2Session>();
const closing: (() => void)[] = [];
afterEach(() => {
  for (const session of sessions) session.destroy();
  sessions.clear();
  for (const close of closing.splice(0)) close();
});

async function listen(server: Http2Server): Promise<number> {
  server.on('session', (session) => {
    sessions.add(session);
    session.on('error', () => undefined);
  });
  server.on('sessionError', () => undefined);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  closing.push(() => server.close());
  return (server.address() as AddressInfo).port;
}

interface Served {
  readonly origin: string;
  readonly count: () => number;
  readonly sessions: () => number;
}

async function serve(
  answer: (stream: ServerHttp2Stream, n: number, path: string) => void,
  settings = {},
): Promise<Served> {
  let [requests, opened] = [0, 0];
  const server = createServer({ settings });
  server.on('session', () => {
    opened += 1;
  });
  server.on('stream', (stream, headers) => {
    requests += 1;
    stream.on('error', () => undefined);
    answer(stream, requests, String(headers[':path']));
  });
  const port = await listen(server);
  return { origin: `http://127.0.0.1:${port}`, count: () => requests, sessions: () => opened };
}

const ok = (stream: ServerHttp2Stream): void => {
  stream.respond({ ':status': 200 });
  stream.end('ok');
};

describe('heads of answers', () => {
  test('a rate limit is found, and what it announces is read', async () => {
    let [fromMs, used] = [Number.NEGATIVE_INFINITY, 0];
    const server = await serve((stream) => {
      const nowMs = performance.now();
      if (nowMs - fromMs >= 1_000) [fromMs, used] = [nowMs, 0];
      used += 1;
      const waits = { 'retry-after': String(Math.ceil((fromMs + 1_000 - nowMs) / 1_000)) };
      const limit = { 'ratelimit-limit': 20, 'set-cookie': 'a=b; "quoted" {and} \\ ~^|' };
      stream.respond({ ':status': used <= 20 ? 200 : 429, ...limit, ...(used > 20 && waits) }, { endStream: true });
    });
    const { stdout, exitCode } = await runLoad([
      server.origin,
      '--http2',
      '-r',
      '100',
      '-d',
      '3500ms',
      '--expect-rate-limit',
      '--json',
    ]);
    expect(exitCode).toBe(0);
    expect((JSON.parse(stdout) as { data: unknown }).data).toMatchObject({
      rateLimit: {
        seen: true,
        window: { requests: 20 },
        retryAfter: { seconds: 1, verdict: 'right' },
        announced: { limit: 20, agrees: true },
      },
    });
  });

  test('cookies are kept, redirects followed, headers captured', async () => {
    const seen: string[] = [];
    const server = createServer();
    server.on('stream', (stream, headers) => {
      seen.push(`${headers[':path']} ${headers.cookie ?? '-'}`);
      if (headers[':path'] === '/login')
        stream.respond({ ':status': 303, location: '/home', 'set-cookie': 'id=7; Path=/' }, { endStream: true });
      else stream.respond({ ':status': 200, 'x-order': 'o-1' }, { endStream: true });
    });
    const port = await listen(server);
    const folder = mkdtempSync(join(tmpdir(), 'api-load-'));
    const file = join(folder, 's.yaml');
    writeFileSync(
      file,
      'cookies: true\nsteps:\n  - { request: POST /login, capture: { order: header X-Order } }\n  - request: GET /orders/{{order}}\n',
    );
    const run = await measure([
      `http://127.0.0.1:${port}`,
      '--http2',
      '--scenario',
      file,
      '--follow',
      '3',
      '-n',
      '3',
      '-c',
      '1',
    ]);
    expect(run).toMatchObject({ exitCode: 0, target: { requests: { ok: 3 } } });
    expect(seen).toEqual(['/login -', '/home id=7', '/orders/o-1 id=7']);
    rmSync(folder, { recursive: true });
  });
});

describe('well-behaved servers', () => {
  test('users share connections, and every request is accounted for', async () => {
    const server = await serve(ok);
    const run = await measure([server.origin, '--http2', '-n', '2000', '-c', '20', '--connections', '4']);
    expect(run).toMatchObject({ exitCode: 0, target: { requests: { sent: 2_000, ok: 2_000, delivered: 2_000 } } });
    expect(server.count()).toBe(2_000);
    expect(server.sessions()).toBe(4);
  });

  test('in an open loop, too', async () => {
    const server = await serve(ok);
    const { target } = await measure([server.origin, '--http2', '-r', '300', '-d', '1s']);
    expect(target.requests.sent + target.requests.dropped).toBe(300);
    expect(target.requests.ok).toBe(target.requests.sent);
    expect(server.count()).toBe(target.requests.delivered);
  });

  test.each([200, 201, 204, 301, 404, 418, 429, 500, 503, 599])('status %i is read', async (status) => {
    const server = await serve((stream) => {
      stream.respond({ ':status': status }, { endStream: true });
    });
    const { target } = await measure([server.origin, '--http2', '-n', '10', '-c', '2']);
    expect(target.statuses).toEqual({ [status]: 10 });
  });

  test('a content larger than the windows arrives whole', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'api-load-'));
    const file = join(folder, 'body.txt');
    writeFileSync(file, 'x'.repeat(300_000));
    let received = 0;
    const server = await serve((stream) => {
      stream.on('data', (chunk: Buffer) => {
        received += chunk.length;
      });
      stream.on('end', () => ok(stream));
    });
    const run = await measure([server.origin, '--http2', '-n', '6', '-c', '3', '-X', 'POST', '-b', `@${file}`]);
    expect(run.target.requests.ok).toBe(6);
    expect(received).toBe(6 * 300_000);
    rmSync(folder, { recursive: true });
  });

  test('an answer larger than the window that we began with arrives whole', async () => {
    const server = await serve((stream) => {
      stream.respond({ ':status': 200 });
      stream.end(Buffer.alloc(3_000_000));
    });
    const run = await measure([server.origin, '--http2', '-n', '8', '-c', '2']);
    expect(run.target.requests.ok).toBe(8);
  });

  test('a limit of one stream is kept to', async () => {
    let [open, most] = [0, 0];
    const server = await serve(
      (stream) => {
        open += 1;
        most = Math.max(most, open);
        setTimeout(() => {
          open -= 1;
          ok(stream);
        }, 2);
      },
      { maxConcurrentStreams: 1 },
    );
    const run = await measure([server.origin, '--http2', '-n', '60', '-c', '6', '--connections', '1']);
    expect(run.target.requests).toMatchObject({ sent: 60, ok: 60 });
    // The requests of the very first moment go out before the server has said so; those it refuses are failures.
    expect(most).toBeLessThanOrEqual(6);
  });

  test('values are captured from contents', async () => {
    const server = await serve((stream, n, path) => {
      stream.respond({ ':status': path === '/' ? 201 : 200 });
      stream.end(JSON.stringify({ id: n }));
    });
    const folder = mkdtempSync(join(tmpdir(), 'api-load-'));
    writeFileSync(
      join(folder, 's.yaml'),
      'steps:\n  - { request: POST /, capture: { id: /id } }\n  - request: GET /{{id}}\n',
    );
    const run = await measure([server.origin, '--http2', '--scenario', join(folder, 's.yaml'), '-n', '40', '-c', '4']);
    rmSync(folder, { recursive: true });
    expect(run.target.requests.ok).toBe(40);
  });
});

describe('servers that do not behave', () => {
  test('GOAWAY in the middle: nothing is lost', async () => {
    const server = await serve((stream, n) => {
      ok(stream);
      if (n % 50 === 0) stream.session?.goaway(0);
    });
    const run = await measure([server.origin, '--http2', '-n', '500', '-c', '5', '--connections', '1']);
    const { sent, ok: good, failed, unfinished, delivered } = run.target.requests;
    expect(sent).toBe(500);
    expect(good + failed + unfinished).toBe(500);
    expect(failed).toBe(0);
    expect(delivered).toBeGreaterThanOrEqual(server.count());
    expect(server.sessions()).toBeGreaterThan(5);
  });

  test('streams that are reset', async () => {
    const server = await serve((stream, n) => (n % 2 === 0 ? ok(stream) : stream.close(2)));
    const { target } = await measure([server.origin, '--http2', '-n', '100', '-c', '4', '-X', 'POST']);
    expect(target.requests).toMatchObject({ sent: 100, ok: 50, failed: 50 });
    expect(target.errors.map(({ kind }) => kind)).toEqual(['reset.before-response']);
  });

  test('an answer that never comes', async () => {
    const server = await serve(() => undefined);
    const run = await measure([server.origin, '--http2', '-d', '300ms', '-c', '3', '-t', '200ms', '--grace', '300ms']);
    const { sent, failed, unfinished } = run.target.requests;
    expect(failed + unfinished).toBe(sent);
    expect(run.target.errors.map(({ kind }) => kind)).toEqual(['timeout.first-byte']);
    expect(run.exitCode).toBe(1);
  });

  async function raw(act: (socket: Socket) => void): Promise<string> {
    const server = createTcpServer((socket) => {
      socket.on('error', () => undefined);
      // Waits for the first request: behind the preface, a HEADERS frame.
      let bytes = Buffer.alloc(0);
      socket.on('data', (chunk) => {
        bytes = Buffer.concat([bytes, chunk]);
        for (let at = 24; at + 9 <= bytes.length; at += 9 + bytes.readUIntBE(at, 3)) {
          if (bytes[at + 3] !== 1) continue;
          act(socket);
          return;
        }
      });
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    closing.push(() => server.close());
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  }

  const settings = Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0]);
  const frame = (type: number, flags: number, stream: number, payload: Uint8Array): Buffer => {
    const bytes = Buffer.alloc(9 + payload.length);
    bytes.writeUIntBE(payload.length, 0, 3);
    bytes[3] = type;
    bytes[4] = flags;
    bytes.writeUInt32BE(stream, 5);
    bytes.set(payload, 9);
    return bytes;
  };

  test.each<[string, Buffer, string]>([
    ['an HTTP/1.1 answer', Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n'), 'http2.protocol'],
    ['a frame that is too large', Buffer.from([0xff, 0xff, 0xff, 0, 0, 0, 0, 0, 1]), 'http2.protocol'],
    ['a block without status', Buffer.concat([settings, frame(1, 5, 1, Buffer.from([0x82]))]), 'http2.protocol'],
    [
      'a block from the dynamic table',
      Buffer.concat([settings, frame(1, 5, 1, Buffer.from([0xbe]))]),
      'http2.protocol',
    ],
    ['content before the head', Buffer.concat([settings, frame(0, 1, 1, Buffer.from('x'))]), 'http2.protocol'],
    [
      'padding longer than its frame',
      Buffer.concat([settings, frame(1, 0xd, 1, Buffer.from([9, 0x88]))]),
      'http2.protocol',
    ],
    [
      'continuations without end',
      Buffer.concat([
        settings,
        frame(1, 0, 1, Buffer.from([0x88])),
        ...Array.from({ length: 10 }, () => frame(9, 0, 1, Buffer.alloc(16_000))),
      ]),
      'limit.header',
    ],
    ['a push', Buffer.concat([settings, frame(5, 4, 1, Buffer.alloc(8))]), 'http2.protocol'],
  ])('%s', async (_, bytes, kind) => {
    const url = await raw((socket) => socket.write(bytes));
    const run = await measure([url, '--http2', '-n', '4', '-c', '1', '-t', '2s', '-X', 'POST']);
    expect(run.target.requests).toMatchObject({ sent: 4, ok: 0, failed: 4 });
    for (const error of run.target.errors)
      expect([kind, 'reset.before-response', 'closed.before-response']).toContain(error.kind);
    expect(run.target.errors.map((error) => error.kind)).toContain(kind);
  });

  test('a server of HTTP/1.1 is recognised', async () => {
    const url = await raw((socket) => socket.write('HTTP/1.1 400 Bad Request\r\n\r\n'));
    const { stdout, exitCode } = await runLoad([url, '--http2', '-n', '4', '-c', '1']);
    expect(stdout).toContain('does not seem to speak HTTP/2 without TLS: leave out --http2');
    expect(exitCode).toBe(1);
  });
});

describe.runIf(hasOpenssl)('over TLS', () => {
  const folder = mkdtempSync(join(tmpdir(), 'api-load-h2-'));
  const { localhost, authority } = makeCertificates(folder);

  test('by ALPN', async () => {
    const server = createSecureServer({ cert: localhost.cert, key: localhost.key });
    server.on('stream', ok);
    const port = await listen(server);
    const run = await measure([
      `https://localhost:${port}/`,
      '--http2',
      '-n',
      '100',
      '-c',
      '10',
      '--ca',
      authority.certFile,
    ]);
    expect(run).toMatchObject({ exitCode: 0, target: { requests: { ok: 100 } } });
  });

  test('a server that only speaks HTTP/1.1', async () => {
    const { createServer: createHttpsServer } = await import('node:https');
    const server = createHttpsServer({ cert: localhost.cert, key: localhost.key }, (_, response) => response.end());
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    const { port } = server.address() as AddressInfo;
    const run = await measure([`https://localhost:${port}/`, '--http2', '-n', '10', '--ca', authority.certFile]);
    server.close();
    expect(run.exitCode).toBe(4);
    expect(['tls.alpn', 'tls.handshake']).toContain(run.target.errors[0]?.kind);
    rmSync(folder, { recursive: true });
  });
});

test.each([[['--no-keepalive']], [['--pipeline', '2']]])('%j does not go with it', async (args) => {
  expect(await runLoad(['http://127.0.0.1:1/', '--http2', ...args])).toMatchObject({ exitCode: 2 });
});
