// A server that misbehaves as its path says, and counts the requests that reached it.
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import type { KeyPair } from './certificates.js';

const OK = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok';

/** What the server does with one complete request. `n` counts requests from 1. */
export type Fault = (socket: Socket, n: number) => void;

/** What carries a TLS socket, which cannot be reset itself. By the port of the client. */
const carriers = new Map<number | undefined, Socket>();
const reset = (socket: Socket): Socket => (carriers.get(socket.remotePort) ?? socket).resetAndDestroy();

const slowly = (socket: Socket, text: string, everyMs: number): void => {
  let at = 0;
  const timer = setInterval(() => (at < text.length ? socket.write(text[at++] ?? '') : clearInterval(timer)), everyMs);
  socket.once('close', () => clearInterval(timer));
};

const forEver = (socket: Socket, piece: string): void => {
  const push = (): void => {
    while (!socket.destroyed && socket.write(piece));
    if (!socket.destroyed) socket.once('drain', push);
  };
  push();
};

export const FAULTS = {
  none: (socket) => socket.write(OK),
  'reset-before': (socket) => reset(socket),
  'reset-middle': (socket) =>
    socket.write('HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhalf', () => setTimeout(() => reset(socket), 5)),
  'fin-before': (socket) => socket.end(),
  'fin-middle': (socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhalf'),
  'fin-in-chunk': (socket) => socket.end('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel'),
  'no-last-chunk': (socket) => socket.end('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n'),
  'never-answers': () => undefined,
  'slow-head': (socket) => slowly(socket, OK, 100),
  'slow-body': (socket) => {
    socket.write('HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n');
    slowly(socket, 'x'.repeat(1_000), 100);
  },
  'endless-body': (socket) => {
    socket.write('HTTP/1.1 200 OK\r\n\r\n');
    forEver(socket, 'x'.repeat(16_384));
  },
  'endless-chunks': (socket) => {
    socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n');
    forEver(socket, `1000\r\n${'x'.repeat(4_096)}\r\n`);
  },
  'endless-interim': (socket) => forEver(socket, 'HTTP/1.1 100 Continue\r\n\r\n'.repeat(100)),
  'endless-header': (socket) => {
    socket.write('HTTP/1.1 200 OK\r\n');
    forEver(socket, `X-Filler: ${'y'.repeat(1_000)}\r\n`);
  },
  'megabyte-header': (socket) => socket.write(`HTTP/1.1 200 OK\r\nX: ${'y'.repeat(1_000_000)}\r\n\r\n`),
  'not-http': (socket) => socket.write('220 mail.example ESMTP\r\n'),
  'http-0.9': (socket) => socket.end('<html>hello</html>'),
  'bad-status': (socket) => socket.write('HTTP/1.1 two hundred\r\n\r\n'),
  'bad-length': (socket) => socket.write('HTTP/1.1 200 OK\r\nContent-Length: five\r\n\r\nhello'),
  'two-lengths': (socket) => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nok!'),
  'length-and-chunks': (socket) =>
    socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n'),
  'bad-chunk': (socket) => socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n'),
  'extra-bytes': (socket) => socket.write(`${OK}surplus`),
  upgrade: (socket) =>
    socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n'),
  'all-429': (socket) => socket.write('HTTP/1.1 429 Too Many Requests\r\nRetry-After: 1\r\nContent-Length: 0\r\n\r\n'),
  'some-503': (socket, n) =>
    socket.write(n % 10 === 0 ? 'HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n' : OK),
  'not-found': (socket) => socket.write('HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n'),
  'fin-after-answer': (socket) => socket.write(OK, () => setTimeout(() => socket.end(), 3)),
  'close-after-answer': (socket) => socket.end('HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok'),
  'until-close': (socket) => socket.end('HTTP/1.1 200 OK\r\n\r\nuntil the end'),
  chaos: (socket, n) => {
    const kinds = [
      'none',
      'none',
      'none',
      'reset-before',
      'fin-middle',
      'bad-chunk',
      'extra-bytes',
      'some-503',
      'close-after-answer',
      'until-close',
      'fin-after-answer',
      'reset-middle',
      'not-http',
    ] as const;
    FAULTS[kinds[Math.floor(Math.random() * kinds.length)] ?? 'none'](socket, n);
  },
} as const satisfies Readonly<Record<string, Fault>>;

export interface FaultServer {
  readonly origin: string;
  readonly port: number;
  /** Complete requests received so far, and of those, the ones of one path. */
  readonly count: () => number;
  readonly close: () => Promise<void>;
}

/** Listens on a free port of 127.0.0.1, over TLS with a `pair`; `/reset-before` and so on choose the fault. */
export async function startFaultServer(pair?: KeyPair): Promise<FaultServer> {
  let requests = 0;
  const sockets = new Set<Socket>();
  const serve = (socket: Socket): void => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    let pending = '';
    socket.on('data', (chunk) => {
      pending += chunk.toString('latin1');
      for (let end = pending.indexOf('\r\n\r\n'); end !== -1; end = pending.indexOf('\r\n\r\n')) {
        const path = /^\S+ \/([^\s?]*)/.exec(pending)?.[1] ?? '';
        pending = pending.slice(end + 4);
        requests += 1;
        const fault: Fault | undefined = Object.hasOwn(FAULTS, path) ? FAULTS[path as keyof typeof FAULTS] : undefined;
        (fault ?? FAULTS.none)(socket, requests);
      }
    });
  };
  const server = pair
    ? createTlsServer({ noDelay: true, cert: pair.cert, key: pair.key }, serve)
    : createServer({ noDelay: true }, serve);
  if (pair)
    server.on('connection', (raw: Socket) => {
      const { remotePort } = raw;
      carriers.set(remotePort, raw);
      raw.once('close', () => carriers.delete(remotePort));
    });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `${pair ? 'https' : 'http'}://127.0.0.1:${port}`,
    port,
    count: () => requests,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
