// From an address to a socket that a protocol can be spoken on: TCP, a tunnel through a proxy where there is one, TLS. On
// `node:net` and `node:tls`, public API alone.
import { connect as connectTcp, type Socket } from 'node:net';
import { type ConnectionOptions, connect as connectTls, type TLSSocket } from 'node:tls';
import { alpnObjection } from './alpn.js';
import { secureContextOf } from './secure-context.js';
import type { Endpoint, Handshake, TlsEndpoint, Tunnel } from './transport.js';
import { TunnelReply } from './tunnel-reply.js';

// The callback of `onread` runs to its end before the next read, so all sockets of a thread share one buffer.
const BUFFER = Buffer.allocUnsafeSlow(64 * 1024);

/** What a socket tells of itself; nothing once it was destroyed. */
export interface SocketHandler {
  /** `handshake` of TLS. */
  opened(handshake: Handshake | undefined): void;
  /** `bytes[0, length)` are there until it returns. */
  received(bytes: Buffer, length: number): void;
  /** By an error, or (undefined) by a close of the other side. The socket is destroyed. */
  lost(error: NodeJS.ErrnoException | undefined): void;
}

export class ClientSocket {
  private socket: Socket;
  private closed = false;

  constructor(
    { place, tls, tunnel }: Endpoint,
    private readonly handler: SocketHandler,
  ) {
    if (tunnel) {
      this.socket = this.watch(connectTcp({ ...place, noDelay: true }));
      this.enter(this.socket, tunnel, tls);
      return;
    }
    // Reading into one buffer costs no garbage. A TLS socket within another one cannot (Node takes no `onread` there).
    const onread = {
      buffer: BUFFER,
      callback: (length: number): boolean => {
        if (!this.closed) handler.received(BUFFER, length);
        return true;
      },
    };
    const options = { ...place, noDelay: true, onread };
    const socket: Socket = tls ? connectTls({ ...options, ...tlsOptions(tls) }) : connectTcp(options);
    this.socket = this.watch(socket);
    let connectedMs = 0;
    this.socket.once('connect', () => {
      connectedMs = performance.now();
      if (!tls && !this.closed) handler.opened(undefined);
    });
    if (tls) this.whenSecure(this.socket as TLSSocket, tls, () => connectedMs);
  }

  write(bytes: Uint8Array): void {
    this.socket.write(bytes);
  }

  /** Closes after what was sent has been received; `ended` once that is so. The handler hears nothing more. */
  finish(ended: () => void): void {
    this.closed = true;
    this.socket.end();
    this.socket.once('close', ended);
  }

  destroy(): void {
    this.closed = true;
    this.socket.destroy();
  }

  private watch<Kind extends Socket>(socket: Kind): Kind {
    const lose = (error?: NodeJS.ErrnoException): void => {
      // What was wrapped ends with what it was wrapped in, which says so by itself.
      if (socket === this.socket) this.lose(error);
    };
    socket.on('error', lose);
    socket.once('end', () => lose());
    socket.once('close', () => lose());
    return socket;
  }

  private lose(error: NodeJS.ErrnoException | undefined): void {
    if (this.closed) return;
    this.destroy();
    this.handler.lost(error);
  }

  /** Asks the proxy for a tunnel (RFC 9110, 9.3.6). */
  private enter(raw: Socket, { request }: Tunnel, tls: TlsEndpoint | undefined): void {
    const reply = new TunnelReply();
    raw.once('connect', () => raw.write(request));
    const read = (bytes: Buffer): void => {
      if (this.closed || !reply.read(bytes)) return;
      raw.off('data', read);
      const { problem, surplus } = reply;
      if (problem !== undefined) this.lose(tunnelError(problem));
      // In TLS the client speaks first, so that nobody behind the proxy can have sent these.
      else if (tls && surplus) this.lose(tunnelError('the proxy sent bytes of its own into the tunnel'));
      else if (tls) this.secure(raw, tls);
      else this.begin(raw, undefined, surplus);
    };
    raw.on('data', read);
  }

  private secure(raw: Socket, tls: TlsEndpoint): void {
    const connectedMs = performance.now();
    const secured = connectTls({ socket: raw, ...tlsOptions(tls) });
    this.socket = secured;
    this.watch(secured);
    this.whenSecure(secured, tls, () => connectedMs, true);
  }

  private whenSecure(socket: TLSSocket, tls: TlsEndpoint, connectedMs: () => number, flows = false): void {
    if (tls.resumes)
      socket.on('session', (session: Buffer) => {
        tls.session.latest = session;
      });
    socket.once('secureConnect', () => {
      if (this.closed) return;
      const handshake = { ms: performance.now() - connectedMs(), resumed: socket.isSessionReused() };
      const objection = alpnObjection(socket.alpnProtocol || '', tls.speaks);
      if (objection) this.lose(objection);
      else if (flows) this.begin(socket, handshake);
      else this.handler.opened(handshake);
    });
  }

  /** From here on what arrives is of the protocol; `first` came early, as the settings of an HTTP/2 server do. */
  private begin(socket: Socket, handshake: Handshake | undefined, first?: Buffer): void {
    const receive = (bytes: Buffer): void => {
      if (!this.closed) this.handler.received(bytes, bytes.length);
    };
    socket.on('data', receive);
    this.handler.opened(handshake);
    if (first) receive(first);
  }
}

function tlsOptions({ servername, verify, files, protocols, resumes, session }: TlsEndpoint): ConnectionOptions {
  return {
    servername,
    rejectUnauthorized: verify,
    secureContext: secureContextOf(files),
    ...(protocols.length > 0 && { ALPNProtocols: [...protocols] }),
    ...(resumes && session.latest && { session: session.latest }),
  };
}

function tunnelError(problem: string): NodeJS.ErrnoException {
  return Object.assign(new Error(problem), { code: 'ERR_TUNNEL' });
}
