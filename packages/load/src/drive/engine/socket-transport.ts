// Transports on the sockets of Node.
import { ClientSocket, type SocketHandler } from './client-socket.js';
import { type Endpoint, LINGER_MS, type Transport, type TransportHandler, type Transports } from './transport.js';

export class SocketTransports implements Transports {
  private readonly finished = new Map<ClientSocket, number>();

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

  afterwards(action: () => void): void {
    queueMicrotask(action);
  }
}

class SocketTransport implements Transport {
  private readonly socket: ClientSocket;

  constructor(
    endpoint: Endpoint,
    handler: SocketHandler,
    private readonly finished: Map<ClientSocket, number>,
  ) {
    this.socket = new ClientSocket(endpoint, handler);
  }

  write(bytes: Uint8Array): void {
    this.socket.write(bytes);
  }

  finish(nowMs: number): void {
    const { socket, finished } = this;
    finished.set(socket, nowMs);
    socket.finish(() => finished.delete(socket));
  }

  destroy(): void {
    this.socket.destroy();
  }
}
