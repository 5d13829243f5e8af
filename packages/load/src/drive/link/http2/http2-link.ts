// A link over HTTP/2: a stream at a time on a session that it shares with the others of its group.
import type { FailureKind } from '../../../model/failures.js';
import type { Keep } from '../../../wire/response-parser.js';
import type { Prepared } from '../../../wire/script.js';
import { type Endpoint, type Handshake, withOwnSession } from '../../engine/transport.js';
import type { Answer, Link, LinkOwner, LinkState } from '../link.js';
import { Http2Session } from './http2-session.js';
import type { StreamUser } from './streams.js';

/** The sessions to one target; a link keeps to the one of its number, which is opened anew when it has ended. */
export class SessionGroup {
  private readonly places: readonly { readonly endpoint: Endpoint; session: Http2Session | undefined }[];

  constructor(endpoint: Endpoint, count: number) {
    this.places = Array.from({ length: count }, () => ({ endpoint: withOwnSession(endpoint), session: undefined }));
  }

  /** `isNew`: nobody else has asked for it before. */
  session(user: number): { readonly session: Http2Session; readonly isNew: boolean } {
    const place = this.places[user % this.places.length];
    if (!place) throw new RangeError('a group has at least one session');
    const known = place.session;
    if (known && (known.state === 'open' || known.state === 'dialing')) return { session: known, isNew: false };
    const session = new Http2Session(place.endpoint);
    place.session = session;
    return { session, isNew: true };
  }
}

const MOST_KEPT = 1024 * 1024;

export class Http2Link implements Link, StreamUser {
  state: LinkState = 'closed';
  requestsOnSocket = 0;
  dialedAtMs = 0;
  shares = false;
  firstByteAtMs = 0;
  bytesReceived = 0;
  private session: Http2Session | undefined;
  private answerStatus = 0;
  private headText = '';
  private begun = false;
  private keep: Keep = 'nothing';
  private readonly kept: Buffer[] = [];
  private keptBytes = 0;
  readonly parser: Answer;

  constructor(
    readonly user: number,
    private readonly group: SessionGroup,
    private readonly owner: LinkOwner,
    private readonly limitWantsHead: (status: number) => boolean,
  ) {
    const link = this;
    this.parser = {
      get status() {
        return link.answerStatus;
      },
      get begun() {
        return link.begun;
      },
      get headText() {
        return link.headText;
      },
      content: () => Buffer.concat(link.kept),
    };
  }

  dial(nowMs: number): void {
    this.state = 'dialing';
    this.dialedAtMs = nowMs;
    this.requestsOnSocket = 0;
    const { session, isNew } = this.group.session(this.user);
    this.session = session;
    this.shares = !isNew;
    session.whenOpen(this);
  }

  get handshake(): Handshake | undefined {
    return this.session?.handshake;
  }

  send({ bytes, body, keep }: Prepared): void {
    this.state = 'busy';
    this.requestsOnSocket += 1;
    this.begun = false;
    this.keep = keep;
    this.kept.length = 0;
    this.keptBytes = 0;
    this.headText = '';
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

  wantsHead(status: number): boolean {
    return this.keep !== 'nothing' || this.limitWantsHead(status);
  }

  head(status: number, text: string): void {
    this.answerStatus = status;
    this.headText = text;
    this.firstByteAtMs = performance.now();
    this.begun = true;
  }

  content(bytes: Buffer, from: number, to: number): void {
    this.bytesReceived += to - from;
    if (this.keep !== 'all' || this.keptBytes >= MOST_KEPT) return;
    this.kept.push(Buffer.from(bytes.subarray(from, to)));
    this.keptBytes += to - from;
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
