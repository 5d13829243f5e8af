// What carries the bytes of one connection. An engine opens transports; whoever speaks a protocol over them neither knows nor
// cares whether libuv or a loop of our own is behind them.
import type { SecureContext } from 'node:tls';

/** As `net.connect` takes it: an address and a port, or the path of a socket. */
export type Place = { readonly host: string; readonly port: number } | { readonly path: string };

/** Where to connect, for all connections of a worker to one target. */
export interface Endpoint {
  readonly place: Place;
  readonly tls?: { readonly servername: string; readonly verify: boolean; readonly context: SecureContext };
}

export interface Transport {
  /** All of it, in order, as soon as the other side takes it. The bytes must not change afterwards. */
  write(bytes: Uint8Array): void;
  /** Closes after what was sent has been received; the handler hears nothing more. */
  finish(nowMs: number): void;
  /** Closes at once; the handler hears nothing more. */
  destroy(): void;
}

/** Never called from within `open`, so that the transport is known by then. */
export interface TransportHandler {
  /** `handshakeMs` of TLS. */
  opened(handshakeMs?: number): void;
  /**
   * `bytes[0, length)` are there until it returns. Gives how many of the bytes that come next need not be looked at: a
   * transport that can may let the kernel throw them away, and says so by `skipped`.
   */
  received(bytes: Buffer, length: number): number;
  skipped(length: number): number;
  /** By an error, or (undefined) by a close of the server. The transport is closed. */
  lost(error: NodeJS.ErrnoException | undefined): void;
}

export interface Transports {
  open(endpoint: Endpoint, handler: TransportHandler): Transport;
  /** Cuts those that were finished longer ago than that, so that none is left behind. */
  cutFinished(nowMs: number, lingerMs?: number): void;
}

export const LINGER_MS = 1_000;
