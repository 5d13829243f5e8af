// What a load loop sees of a connection: one request at a time, whatever carries it. HTTP/1.1 has a socket behind each link,
// HTTP/2 a stream of a session that many share.
import type { FailureKind } from '../../model/failures.js';
import type { Prepared } from '../../wire/script.js';
import type { Handshake } from '../engine/transport.js';

export type LinkState = 'closed' | 'dialing' | 'idle' | 'busy';

/** The answer to the request that was sent last. */
export interface Answer {
  readonly status: number;
  /** Whether a byte of it has arrived. */
  readonly begun: boolean;
  /** Status line and fields, where they were asked for. */
  readonly headText: string;
  /** The content, where the request asks for it. */
  content(): Uint8Array;
}

export interface Link {
  /** The owner's number for whoever uses it. */
  readonly user: number;
  readonly state: LinkState;
  readonly parser: Answer;
  /** Requests sent on the connection that is open now. */
  readonly requestsOnSocket: number;
  readonly dialedAtMs: number;
  /** Of TLS; undefined where there was none. */
  readonly handshake: Handshake | undefined;
  /** The connection that is open now was opened for another link, and counts there. */
  readonly shares: boolean;
  /** When the first byte of the last answer came. */
  readonly firstByteAtMs: number;
  /** Since it was last set to 0. */
  bytesReceived: number;
  dial(nowMs: number): void;
  /** The link must be idle. */
  send(prepared: Prepared): void;
  /** Closes at once, without telling the owner. */
  abandon(): void;
}

export interface LinkOwner {
  opened(link: Link, nowMs: number): void;
  /** The response is complete; `link.parser` describes it. */
  answered(link: Link, nowMs: number): void;
  /** The request, or the attempt to connect for it, has failed; the link is closed. */
  failed(link: Link, kind: FailureKind, detail: string, nowMs: number): void;
  /** The server has closed a connection on which nothing was under way. */
  idleClosed(link: Link): void;
}
