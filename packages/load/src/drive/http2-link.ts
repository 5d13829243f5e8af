// A link over HTTP/2: a stream at a time on a session that it shares with the others of its group.
import type { FailureKind } from '../model/failures.js';
import type { Prepared } from '../wire/script.js';
import type { Endpoint } from './engine/transport.js';
import { Http2Session, type StreamUser } from './http2-session.js';
import type { Answer, Link, LinkOwner, LinkState } from './link.js';

/** The sessions to one target; a link keeps to the one of its number, which is opened anew when it has ended. */
export class SessionGroup {
  private readonly sessions: (Http2Session | undefined)[];

  constructor(
    private readonly endpoint: Endpoint,
    count: number,
  ) {
    this.sessions = Array.from({ length: count }, () => undefined);
  }

  session(user: number): Http2Session {
    const place = user % this.sessions.length;
    const known = this.sessions[place];
    if (known && (known.state === 'open' || known.state === 'dialing')) return known;
    const session = new Http2Session(this.endpoint);
    this.sessions[place] = session;
    return session;
  }
}

const MOST_KEPT = 1024 * 1024;

export class Http2Link implements Link, StreamUser {
  state: LinkState = 'closed';
  requestsOnSocket = 0;
  dialedAtMs = 0;
  handshakeMs = 0;
  firstByteAtMs = 0;
  bytesReceived = 0;
  private session: Http2Session | undefined;
  private answerStatus = 0;
  private begun = false;
  private keeps = false;
  private kept: Buffer[] = [];
  readonly parser: Answer;

  constructor(
    readonly user: number,
    private readonly group: SessionGroup,
    private readonly owner: LinkOwner,
  ) {
    const link = this;
    this.parser = {
      get status() {
        return link.answerStatus;
      },
      get begun() {
        return link.begun;
      },
      headText: '',
      content: () => Buffer.concat(link.kept),
    };
  }

  dial(nowMs: number): void {
    this.state = 'dialing';
    this.dialedAtMs = nowMs;
    this.requestsOnSocket = 0;
    this.session = this.group.session(this.user);
    this.session.whenOpen(this);
  }

  send({ bytes, body, keep }: Prepared): void {
    this.state = 'busy';
    this.requestsOnSocket += 1;
    this.begun = false;
    this.keeps = keep === 'all';
    this.kept = [];
    this.session?.request(this, bytes, body);
  }

  abandon(): void {
    const { session } = this;
    this.state = 'closed';
    this.session = undefined;
    session?.cancel(this);
  }

  sessionOpened(nowMs: number): void {
    if (this.state !== 'dialing') return;
    this.state = 'idle';
    this.owner.opened(this, nowMs);
  }

  sessionFailed(kind: FailureKind, detail: string, nowMs: number): void {
    this.streamFailed(kind, detail, nowMs);
  }

  status(status: number): void {
    this.answerStatus = status;
    this.firstByteAtMs = performance.now();
    this.begun = true;
  }

  content(bytes: Buffer, from: number, to: number): void {
    this.bytesReceived += to - from;
    if (this.keeps && this.kept.reduce((sum, part) => sum + part.length, 0) < MOST_KEPT)
      this.kept.push(Buffer.from(bytes.subarray(from, to)));
  }

  complete(nowMs: number): void {
    if (this.state !== 'busy') return;
    const alive = this.session?.state === 'open';
    this.state = alive ? 'idle' : 'closed';
    this.owner.answered(this, nowMs);
  }

  idleClosed(): void {
    if (this.state !== 'idle') return;
    this.state = 'closed';
    this.session = undefined;
    this.owner.idleClosed(this);
  }

  streamFailed(kind: FailureKind, detail: string, nowMs: number): void {
    if (this.state === 'closed') return;
    this.state = 'closed';
    this.session = undefined;
    this.owner.failed(this, kind, detail, nowMs);
  }
}
