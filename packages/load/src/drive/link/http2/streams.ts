// The requests of one HTTP/2 connection: streams that are open, requests for which the server allows none yet, and how much of
// their content the windows of the server let through (RFC 9113, 5).
import type { FailureKind } from '../../../model/failures.js';
import { FLAG, FRAME, LARGEST_FRAME } from '../../../wire/http2/frame.js';

/** What the session tells whoever sends over it. */
export interface StreamUser {
  sessionOpened(nowMs: number): void;
  sessionFailed(kind: FailureKind, detail: string, nowMs: number): void;
  /** Whether the head is wanted as text, too. */
  wantsHead(status: number): boolean;
  head(status: number, text: string): void;
  content(bytes: Buffer, from: number, to: number): void;
  complete(nowMs: number): void;
  /** The session takes no more requests; nothing of this link was under way. */
  idleClosed(): void;
  streamFailed(kind: FailureKind, detail: string, nowMs: number): void;
}

export interface Stream {
  readonly id: number;
  readonly user: StreamUser;
  /** What the server still lets us send on it, and what is left to send. */
  window: number;
  unsent: Uint8Array;
  /** Its head has arrived. */
  begun: boolean;
}

export type WriteFrame = (type: number, flags: number, stream: number, payload: Uint8Array) => void;

const DEFAULT_WINDOW = 65_535;
/** A connection ends before its numbers do. */
const LAST_STREAM = 2 ** 30;
const CANCEL = Buffer.from([0, 0, 0, 8]);
const NO_ERROR = Buffer.alloc(4);

export class Streams {
  private readonly open = new Map<number, Stream>();
  private readonly queued: (() => void)[] = [];
  private nextId = 1;
  private most = Number.POSITIVE_INFINITY;
  private streamWindow = DEFAULT_WINDOW;
  private window = DEFAULT_WINDOW;

  constructor(private readonly write: WriteFrame) {}

  get(id: number): Stream | undefined {
    return this.open.get(id);
  }

  get users(): ReadonlySet<StreamUser> {
    return new Set([...this.open.values()].map(({ user }) => user));
  }

  /** No number is left for another stream. */
  get isUsedUp(): boolean {
    return this.nextId >= LAST_STREAM;
  }

  /** Calls `begin` as soon as the server allows another stream. */
  whenAllowed(begin: () => void): void {
    if (this.open.size >= this.most) this.queued.push(begin);
    else begin();
  }

  /** `block` is the HPACK block of the request. */
  begin(user: StreamUser, block: Uint8Array, body: Uint8Array): void {
    const id = this.nextId;
    this.nextId += 2;
    const stream: Stream = { id, user, window: this.streamWindow, unsent: body, begun: false };
    this.open.set(id, stream);
    this.write(FRAME.headers, FLAG.endHeaders | (body.length === 0 ? FLAG.endStream : 0), id, block);
    this.sendContent(stream);
  }

  /** Gives up what a user has under way. */
  cancel(user: StreamUser): void {
    for (const [id, stream] of this.open) {
      if (stream.user !== user) continue;
      this.remove(id);
      this.write(FRAME.resetStream, 0, id, CANCEL);
    }
  }

  /** The answer to it is there. */
  complete({ id, unsent, user }: Stream): void {
    // The server answered without having read all: what is left of the request is not wanted (RFC 9113, 8.1).
    if (unsent.length > 0) this.write(FRAME.resetStream, 0, id, NO_ERROR);
    this.remove(id);
    user.complete(performance.now());
  }

  remove(id: number): void {
    if (this.open.delete(id)) this.startQueued();
  }

  /** Those above `last`: the server has not looked at them. */
  takeAbove(last: number): readonly Stream[] {
    const above = [...this.open.values()].filter(({ id }) => id > last);
    for (const { id } of above) this.open.delete(id);
    return above;
  }

  /** What waits for a stream begins now, whatever is allowed: the session that has ended tells it so. */
  flushQueued(): void {
    for (const begin of this.queued.splice(0)) begin();
  }

  // --- what the server allows ---

  allowStreams(most: number): void {
    this.most = most;
  }

  /** Changes the window of every stream, open ones too; it may become negative (RFC 9113, 6.9.2). */
  setStreamWindow(size: number): void {
    for (const stream of this.open.values()) stream.window += size - this.streamWindow;
    this.streamWindow = size;
  }

  enlarge(id: number, increment: number): void {
    const stream = this.open.get(id);
    if (id === 0) this.window += increment;
    else if (stream) stream.window += increment;
    this.goOn();
  }

  /** After the server allowed more. */
  goOn(): void {
    this.startQueued();
    for (const stream of this.open.values()) this.sendContent(stream);
  }

  private startQueued(): void {
    while (this.queued.length > 0 && this.open.size < this.most) this.queued.shift()?.();
  }

  private sendContent(stream: Stream): void {
    while (stream.unsent.length > 0) {
      const size = Math.min(stream.unsent.length, stream.window, this.window, LARGEST_FRAME);
      if (size <= 0) return; // until the server enlarges a window
      const last = size === stream.unsent.length;
      this.write(FRAME.data, last ? FLAG.endStream : 0, stream.id, stream.unsent.subarray(0, size));
      stream.unsent = stream.unsent.subarray(size);
      stream.window -= size;
      this.window -= size;
    }
  }
}
