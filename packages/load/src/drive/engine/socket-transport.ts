// Transports on `node:net` and `node:tls`. Only public API: `onread` into one buffer a thread, so that reading costs no garbage.
import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { type Endpoint, LINGER_MS, type Transport, type TransportHandler, type Transports } from './transport.js';

// The callback of `onread` runs to its end before the next read, so all sockets of a thread share one buffer.
const BUFFER = Buffer.allocUnsafeSlow(64 * 1024);

export class SocketTransports implements Transports {
  private readonly finished = new Map<Socket, number>();

  open(endpoint: Endpoint, handler: TransportHandler): Transport {
    return new SocketTransport(endpoint, handler, this.finished);
  }

  cutFinished(nowMs: number, lingerMs = LINGER_MS): void {
    for (const [socket, sinceMs] of this.finished) {
      if (nowMs - sinceMs < lingerMs) break; // in order of insertion
      socket.destroy();
      this.finished.delete(socket);
    }
  }
}

class SocketTransport implements Transport {
  private readonly socket: Socket;
  private closed = false;

  constructor(
    { place, tls }: Endpoint,
    handler: TransportHandler,
    private readonly finished: Map<Socket, number>,
  ) {
    const options = {
      ...place,
      noDelay: true,
      onread: {
        buffer: BUFFER,
        callback: (length: number): boolean => {
          if (!this.closed) handler.received(BUFFER, length);
          return true;
        },
      },
    };
    this.socket = tls
      ? connectTls({
          ...options,
          servername: tls.servername,
          rejectUnauthorized: tls.verify,
          secureContext: tls.context,
          ALPNProtocols: ['http/1.1'],
        })
      : connectTcp(options);
    const lose = (error?: NodeJS.ErrnoException): void => {
      if (this.closed) return;
      this.destroy();
      handler.lost(error);
    };
    let connectedMs = 0;
    this.socket.once('connect', () => {
      connectedMs = performance.now();
      if (!tls && !this.closed) handler.opened();
    });
    this.socket.once('secureConnect', () => {
      if (!this.closed) handler.opened(performance.now() - connectedMs);
    });
    this.socket.on('error', lose);
    this.socket.once('end', () => lose());
    this.socket.once('close', () => lose());
  }

  write(bytes: Uint8Array): void {
    this.socket.write(bytes);
  }

  finish(nowMs: number): void {
    const { socket, finished } = this;
    this.closed = true;
    socket.end();
    finished.set(socket, nowMs);
    socket.once('close', () => finished.delete(socket));
  }

  destroy(): void {
    this.closed = true;
    this.socket.destroy();
  }
}
