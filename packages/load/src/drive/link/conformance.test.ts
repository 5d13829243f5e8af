// Both engines carry the same bytes in the same way: what one says of a server, the other says too.
import { mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { statusFilter } from '../../model/status-filter.js';
import type { Prepared } from '../../wire/script.js';
import { createEngine, type Engine } from '../engine/engine.js';
import type { Place } from '../engine/transport.js';
import { Connection } from './connection.js';
import type { Link, LinkOwner } from './link.js';

type Event =
  | { readonly what: 'opened' | 'idle closed' }
  | { readonly what: 'answered'; readonly status: number; readonly bodyBytes: number }
  | { readonly what: 'failed'; readonly kind: string };

/** Keeps what a connection reports, and hands it out one by one. */
class Listener implements LinkOwner {
  private readonly seen: Event[] = [];
  private wake: () => void = () => undefined;

  opened(): void {
    this.add({ what: 'opened' });
  }
  answered(link: Link): void {
    const { status, bodyBytes } = link.parser as Connection['parser'];
    this.add({ what: 'answered', status, bodyBytes });
  }
  failed(_: Link, kind: string): void {
    this.add({ what: 'failed', kind });
  }
  idleClosed(): void {
    this.add({ what: 'idle closed' });
  }

  async next(): Promise<Event> {
    for (;;) {
      const event = this.seen.shift();
      if (event) return event;
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
  }

  private add(event: Event): void {
    this.seen.push(event);
    this.wake();
  }
}

function request(text: string, content = ''): Prepared {
  const bytes = Buffer.from(`${text}\r\nHost: x\r\nContent-Length: ${content.length}\r\n\r\n${content}`, 'latin1');
  return {
    bytes,
    body: new Uint8Array(0),
    bodiless: false,
    idempotent: true,
    operation: 0,
    captures: [],
    keep: 'nothing',
    method: 'GET',
    path: '/',
    check: undefined,
    thinkMs: 0,
    isWanted: statusFilter([]),
  };
}

const answer = (body: string, more = ''): string =>
  `HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n${more}\r\n${body}`;

const linux = process.platform === 'linux';
if (!linux) process.stderr.write('conformance.test.ts: the fast engine is left out: it needs Linux\n');

describe.each(linux ? (['portable', 'fast'] as const) : (['portable'] as const))('%s', (name) => {
  let engine: Engine;
  let folder: string;
  let server: Server | undefined;
  beforeAll(async () => {
    engine = await createEngine(name);
    folder = await mkdtemp(join(tmpdir(), 'engine-'));
  });
  afterEach(() => new Promise<void>((closed) => (server ? server.close(() => closed()) : closed())));
  afterAll(async () => {
    engine.close();
    await rm(folder, { recursive: true });
  });

  async function serve(onConnection: (socket: Socket) => void, path?: string, host = '127.0.0.1'): Promise<Place> {
    const made = createServer((socket) => {
      socket.on('error', () => undefined);
      onConnection(socket);
    });
    server = made;
    await new Promise<void>((listening) =>
      path === undefined ? made.listen(0, host, listening) : made.listen(path, listening),
    );
    return path === undefined ? { host, port: (made.address() as AddressInfo).port } : { path };
  }

  function connectTo(place: Place): { readonly connection: Connection; readonly listener: Listener } {
    const listener = new Listener();
    const connection = new Connection(0, { place }, listener, engine.transports, true, () => false);
    connection.dial(performance.now());
    return { connection, listener };
  }

  /** Opens, sends one request, and gives what came of it. */
  async function ask(place: Place, what = request('GET / HTTP/1.1')): Promise<Event> {
    const { connection, listener } = connectTo(place);
    expect(await listener.next()).toEqual({ what: 'opened' });
    connection.send(what);
    const event = await listener.next();
    connection.abandon();
    return event;
  }

  const whenAsked = (action: (socket: Socket) => void) => (socket: Socket) => socket.once('data', () => action(socket));

  test('many requests on one connection', async () => {
    const place = await serve((socket) => socket.on('data', () => socket.write(answer('ok'))));
    const { connection, listener } = connectTo(place);
    await listener.next();
    for (let round = 0; round < 50; round += 1) {
      connection.send(request('GET / HTTP/1.1'));
      expect(await listener.next()).toEqual({ what: 'answered', status: 200, bodyBytes: 2 });
    }
    connection.abandon();
  });

  test.each([0, 1, 16_384, 65_536, 300_000, 3_000_000])('a body of %i bytes', async (size) => {
    const place = await serve(whenAsked((socket) => socket.write(answer('x'.repeat(size)))));
    expect(await ask(place)).toEqual({ what: 'answered', status: 200, bodyBytes: size });
  });

  test('a large body, byte counts kept, and the next answer behind it is found', async () => {
    const sizes = [200_000, 5, 100_000, 0];
    let n = 0;
    const place = await serve((socket) => socket.on('data', () => socket.write(answer('y'.repeat(sizes[n++] ?? 0)))));
    const { connection, listener } = connectTo(place);
    await listener.next();
    for (const bodyBytes of sizes) {
      connection.send(request('GET / HTTP/1.1'));
      expect(await listener.next()).toEqual({ what: 'answered', status: 200, bodyBytes });
    }
    connection.abandon();
  });

  test('a unix socket, where nothing can be skipped, with a large body', async () => {
    const place = await serve(
      whenAsked((socket) => socket.write(answer('x'.repeat(1_000_000)))),
      join(folder, 's'),
    );
    expect(await ask(place)).toEqual({ what: 'answered', status: 200, bodyBytes: 1_000_000 });
  });

  test('a request of ten megabytes arrives whole, though the server reads slowly', async () => {
    let received = 0;
    const place = await serve((socket) => {
      socket.pause();
      setTimeout(() => socket.resume(), 50);
      socket.on('data', (chunk) => {
        received += chunk.length;
        if (received === sent.bytes.length) socket.write(answer('ok'));
      });
    });
    const sent = request('POST / HTTP/1.1', 'z'.repeat(10_000_000));
    expect(await ask(place, sent)).toMatchObject({ what: 'answered', status: 200 });
  });

  test.each([
    ['reset before', (socket: Socket) => socket.resetAndDestroy(), 'reset.before-response'],
    ['closed before', (socket: Socket) => socket.end(), 'closed.before-response'],
    [
      'cut short',
      (socket: Socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf'),
      'closed.truncated',
    ],
    [
      'a large body cut short',
      (socket: Socket) => socket.end(`HTTP/1.1 200 OK\r\nContent-Length: 900000\r\n\r\n${'x'.repeat(400_000)}`),
      'closed.truncated',
    ],
    ['surplus', (socket: Socket) => socket.write(`${answer('ok')}more`), 'protocol.extra-bytes'],
    [
      'surplus behind a large body',
      (socket: Socket) => socket.write(`${answer('x'.repeat(300_000))}more`),
      'protocol.extra-bytes',
    ],
    ['no HTTP', (socket: Socket) => socket.write('220 mail\r\n'), 'protocol.not-http'],
  ] as const)('%s', async (_, action, kind) => {
    expect(await ask(await serve(whenAsked(action)))).toEqual({ what: 'failed', kind });
  });

  test('an answer that the end of the connection completes', async () => {
    const place = await serve(whenAsked((socket) => socket.end('HTTP/1.1 200 OK\r\n\r\nall of it')));
    expect(await ask(place)).toMatchObject({ what: 'answered', bodyBytes: 9 });
  });

  test('after Connection: close our side closes, too', async () => {
    let ended = false;
    const place = await serve((socket) => {
      socket.once('data', () => socket.write(answer('ok', 'Connection: close\r\n')));
      socket.once('end', () => {
        ended = true;
        socket.end();
      });
    });
    const { connection, listener } = connectTo(place);
    await listener.next();
    connection.send(request('GET / HTTP/1.1'));
    expect(await listener.next()).toMatchObject({ what: 'answered' });
    expect(connection.state).toBe('closed');
    await expect.poll(() => ended).toBe(true);
  });

  test('a connection that closes while idle', async () => {
    const place = await serve((socket) => setTimeout(() => socket.end(), 20));
    const { listener } = connectTo(place);
    expect(await listener.next()).toEqual({ what: 'opened' });
    expect(await listener.next()).toEqual({ what: 'idle closed' });
  });

  test.each([
    [{ host: '127.0.0.1', port: 1 }, 'connect.refused'],
    [{ host: '::1', port: 1 }, 'connect.refused'],
    [{ path: '/nowhere/at/all' }, 'connect.unreachable'],
  ] as const)('%j', async (place, kind) => {
    expect(await connectTo(place).listener.next()).toEqual({ what: 'failed', kind });
  });

  test('two hundred connections, opened and abandoned in any state, leave nothing behind', async () => {
    let open = 0;
    const place = await serve((socket) => {
      open += 1;
      socket.once('close', () => (open -= 1));
      socket.on('data', () => socket.write(answer('ok')));
    });
    for (let round = 0; round < 200; round += 1) {
      const { connection, listener } = connectTo(place);
      if (round % 4 === 0) {
        connection.abandon();
        continue;
      }
      await listener.next();
      connection.send(request('GET / HTTP/1.1'));
      if (round % 4 !== 1) await listener.next();
      connection.abandon();
    }
    await expect.poll(() => open, { timeout: 5_000 }).toBe(0);
  }, 20_000);
});
