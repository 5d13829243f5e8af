// What carries the bytes of one connection. An engine opens transports; whoever speaks a protocol over them neither knows nor
// cares whether libuv or a loop of our own is behind them.
import type { TlsFiles } from '../../model/plan.js';

/** As `net.connect` takes it: an address and a port, or the path of a socket. */
export type Place = { readonly host: string; readonly port: number } | { readonly path: string };

/** Where to connect, and what stands between there and the protocol. */
export interface Endpoint {
  readonly place: Place;
  /** The place is a proxy, which is asked for a way through. */
  readonly tunnel?: Tunnel;
  readonly tls?: TlsEndpoint;
}

export interface Tunnel {
  /** The CONNECT request. */
  readonly request: Uint8Array;
}

export interface TlsEndpoint {
  /** Empty where there is no name: then the certificate is checked against the address. */
  readonly servername: string;
  readonly verify: boolean;
  readonly files: TlsFiles;
  /** Offered by ALPN, in this order; empty for no such offer. */
  readonly protocols: readonly string[];
  /** What the client will speak, whatever else it offers. */
  readonly speaks: 'http/1.1' | 'h2';
  readonly resumes: boolean;
  /** Of the one user, or session of HTTP/2, who dials: see {@link withOwnSession}. */
  readonly session: { latest: Buffer | undefined };
}

/** As one client of its own sees the endpoint: it resumes the TLS sessions that it began, and nobody else's. */
export function withOwnSession(endpoint: Endpoint): Endpoint {
  return endpoint.tls ? { ...endpoint, tls: { ...endpoint.tls, session: { latest: undefined } } } : endpoint;
}

/** A TLS handshake that has succeeded. */
export interface Handshake {
  readonly ms: number;
  /** Cut short by a session that was there from before. */
  readonly resumed: boolean;
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
  /** `handshake` of TLS. */
  opened(handshake: Handshake | undefined): void;
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
  /** Calls it after what is being done now, and before anything is waited for. */
  afterwards(action: () => void): void;
}

export const LINGER_MS = 1_000;
