// One connection of a worker and the request that is under way on it. Knows sockets and the parser; what to send next and
// what to count is decided by whoever owns it.
import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls, type SecureContext } from 'node:tls';
import type { FailureKind } from '../model/failures.js';
import { ResponseParser } from '../wire/response-parser.js';
import type { Prepared } from '../wire/script.js';
import { classifyConnectError, classifyLostConnection } from './classify-error.js';
import type { Link, LinkOwner, LinkState } from './link.js';

/** As `net.connect` takes it: an address and a port, or the path of a socket. */
export type Place = { readonly host: string; readonly port: number } | { readonly path: string };

/** Where to connect, for all connections of a worker to one target. */
export interface Endpoint {
  readonly place: Place;
  readonly tls?: { readonly servername: string; readonly verify: boolean; readonly context: SecureContext };
}

// The callback of `onread` runs to its end before the next read, so all sockets of a thread share one buffer.
const BUFFER = Buffer.allocUnsafeSlow(64 * 1024);
const LINGER_MS = 1_000;

export class Connection implements Link {
  state: LinkState = 'closed';
  readonly parser: ResponseParser;
  /** Requests sent on the socket that is open now. */
  requestsOnSocket = 0;
  dialedAtMs = 0;
  bytesReceived = 0;
  private socket: Socket | undefined;

  /** `user` is the owner's number for whoever uses the connection. */
  constructor(
    readonly user: number,
    private readonly endpoint: Endpoint,
    private readonly owner: LinkOwner,
    private readonly lingering: LingeringSockets,
    private readonly keepAlive: boolean,
    wantsHead: (status: number) => boolean,
  ) {
    this.parser = new ResponseParser(wantsHead);
  }

  dial(nowMs: number): void {
    const { place, tls } = this.endpoint;
    this.state = 'dialing';
    this.dialedAtMs = nowMs;
    this.requestsOnSocket = 0;
    const options = {
      ...place,
      noDelay: true,
      onread: {
        buffer: BUFFER,
        callback: (length: number): boolean => {
          if (this.socket === socket) this.receive(length);
          return true;
        },
      },
    };
    const socket: Socket = tls
      ? connectTls({
          ...options,
          servername: tls.servername,
          rejectUnauthorized: tls.verify,
          secureContext: tls.context,
          ALPNProtocols: ['http/1.1'],
        })
      : connectTcp(options);
    this.socket = socket;
    socket.once(tls ? 'secureConnect' : 'connect', () => {
      if (this.socket !== socket || this.state !== 'dialing') return;
      this.state = 'idle';
      this.owner.opened(this, performance.now());
    });
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (this.socket === socket) this.lose(error);
    });
    socket.once('end', () => {
      if (this.socket === socket) this.lose(undefined);
    });
    socket.once('close', () => {
      if (this.socket === socket) this.lose(undefined);
    });
  }

  /** Sends a request; the connection must be idle. */
  send({ bytes, bodiless, captures }: Prepared): void {
    this.state = 'busy';
    this.requestsOnSocket += 1;
    this.parser.begin(bodiless, captures.length > 0);
    this.socket?.write(bytes);
  }

  /** Closes at once, without telling the owner. */
  abandon(): void {
    const { socket } = this;
    this.socket = undefined;
    this.state = 'closed';
    socket?.destroy();
  }

  /** Closes after what was sent has been received, as after `Connection: close`. */
  private closeGently(nowMs: number): void {
    const { socket } = this;
    this.socket = undefined;
    this.state = 'closed';
    if (!socket) return;
    socket.end();
    this.lingering.add(socket, nowMs);
  }

  private receive(length: number): void {
    const nowMs = performance.now();
    this.bytesReceived += length;
    if (this.state !== 'busy') {
      // Bytes that nobody asked for, such as the 408 of a server that tires of an idle connection.
      this.abandon();
      this.owner.idleClosed(this);
      return;
    }
    const { parser } = this;
    const end = parser.read(BUFFER, 0, length);
    if (parser.problem !== undefined) this.fail(parser.problem, describe(BUFFER, length), nowMs);
    else if (!parser.done) return;
    else if (end < length) this.fail('protocol.extra-bytes', describe(BUFFER.subarray(end), length - end), nowMs);
    else this.complete(parser.keepAlive, nowMs);
  }

  private complete(reusable: boolean, nowMs: number): void {
    this.state = 'idle';
    if (!reusable || !this.keepAlive) this.closeGently(nowMs);
    this.owner.answered(this, nowMs);
  }

  private lose(error: NodeJS.ErrnoException | undefined): void {
    const nowMs = performance.now();
    switch (this.state) {
      case 'dialing': {
        const { kind, detail } = classifyConnectError(error, this.endpoint.tls !== undefined);
        this.fail(kind, detail, nowMs);
        return;
      }
      case 'busy':
        if (error === undefined && this.parser.close()) {
          this.abandon();
          this.owner.answered(this, nowMs);
        } else {
          this.fail(classifyLostConnection(error, this.parser.begun), error?.code ?? '', nowMs);
        }
        return;
      case 'idle':
        this.abandon();
        this.owner.idleClosed(this);
        return;
      case 'closed':
        return;
      default:
        this.state satisfies never;
    }
  }

  private fail(kind: FailureKind, detail: string, nowMs: number): void {
    this.abandon();
    this.owner.failed(this, kind, detail, nowMs);
  }
}

/** Sockets that were closed on our side and wait for the server's; cut after a second, so that none is left behind. */
export class LingeringSockets {
  private readonly sockets = new Map<Socket, number>();

  add(socket: Socket, nowMs: number): void {
    this.sockets.set(socket, nowMs);
    socket.once('close', () => this.sockets.delete(socket));
  }

  cut(nowMs: number, lingerMs = LINGER_MS): void {
    for (const [socket, sinceMs] of this.sockets) {
      if (nowMs - sinceMs < lingerMs) break; // in order of insertion
      socket.destroy();
      this.sockets.delete(socket);
    }
  }
}

/** The beginning of what the server sent, for the one example that a report shows of each failure. */
function describe(bytes: Uint8Array, length: number): string {
  return JSON.stringify(Buffer.from(bytes.subarray(0, Math.min(length, 48))).toString('latin1'));
}
