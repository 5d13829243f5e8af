// One HTTP/2 connection (RFC 9113) that many links share: what its frames mean, and how it begins and ends.
import type { FailureKind } from '../../../model/failures.js';
import { BlockAssembler, type HeaderBlock } from '../../../wire/http2/block-assembler.js';
import {
  FLAG,
  FRAME,
  type Frame,
  FrameBatch,
  FrameReader,
  PREFACE,
  SETTING,
  writeSettings,
  writeWindowUpdate,
} from '../../../wire/http2/frame.js';
import { readHeadText, readStatus } from '../../../wire/http2/header-block.js';
import { ClientSocket, type SocketHandler } from '../../engine/client-socket.js';
import type { Endpoint, Handshake } from '../../engine/transport.js';
import { classifyConnectError, classifyLostConnection } from '../classify-error.js';
import { Streams, type StreamUser } from './streams.js';

const DEFAULT_WINDOW = 65_535;
const OUR_WINDOW = 2 ** 31 - 1;
const REFILL_AT = 2 ** 29;
const OPENING = Buffer.concat([
  PREFACE,
  writeSettings([
    [SETTING.headerTableSize, 0],
    [SETTING.enablePush, 0],
    [SETTING.initialWindowSize, OUR_WINDOW],
  ]),
  writeWindowUpdate(0, OUR_WINDOW - DEFAULT_WINDOW),
]);
const NOTHING = new Uint8Array(0);
const REFUSED_STREAM = 7;

export class Http2Session implements SocketHandler {
  state: 'dialing' | 'open' | 'draining' | 'closed' = 'dialing';
  handshake: Handshake | undefined;
  private readonly socket: ClientSocket;
  private readonly streams = new Streams((type, flags, stream, payload) => this.write(type, flags, stream, payload));
  /** All links that use this session, so that an idle one hears of its end. */
  private readonly attached = new Set<StreamUser>();
  private readonly waitingToOpen = new Set<StreamUser>();
  private readonly reader = new FrameReader((frame) => this.handle(frame));
  private readonly blocks = new BlockAssembler();
  private readonly batch = new FrameBatch();
  private flushing = false;
  private unacknowledged = 0;

  constructor(private readonly endpoint: Endpoint) {
    this.socket = new ClientSocket(endpoint, this);
  }

  /** Tells `user` when the session is open, or that it cannot be opened. */
  whenOpen(user: StreamUser): void {
    this.attached.add(user);
    this.waitingToOpen.add(user);
    if (this.state === 'open') queueMicrotask(() => this.tellOpen());
  }

  /** Sends a request: `block` is its HPACK block. */
  request(user: StreamUser, block: Uint8Array, body: Uint8Array): void {
    this.streams.whenAllowed(() => {
      if (this.state !== 'open') {
        user.streamFailed('closed.before-response', 'the session ended', performance.now());
        return;
      }
      this.streams.begin(user, block, body);
      if (this.streams.isUsedUp) this.state = 'draining';
    });
  }

  /** Gives up what the user has under way; the session goes on. */
  cancel(user: StreamUser): void {
    this.attached.delete(user);
    this.waitingToOpen.delete(user);
    this.streams.cancel(user);
  }

  destroy(): void {
    this.state = 'closed';
    this.socket.destroy();
  }

  /** Frames of one turn of the event loop go out in one system call. */
  private write(type: number, flags: number, stream: number, payload: Uint8Array): void {
    this.batch.add(type, flags, stream, payload);
    if (this.flushing) return;
    this.flushing = true;
    queueMicrotask(() => {
      this.flushing = false;
      if (this.state !== 'closed') this.socket.write(this.batch.take());
    });
  }

  // --- what the socket reports ---

  opened(handshake: Handshake | undefined): void {
    this.handshake = handshake;
    this.state = 'open';
    this.socket.write(OPENING);
    this.tellOpen();
  }

  received(bytes: Buffer, length: number): void {
    this.unacknowledged += length;
    if (!this.reader.read(bytes, length)) this.end('http2.protocol', 'a frame larger than announced');
    if (this.unacknowledged <= REFILL_AT || this.state === 'closed') return;
    const increment = Buffer.alloc(4);
    increment.writeUInt32BE(this.unacknowledged);
    this.write(FRAME.windowUpdate, 0, 0, increment);
    this.unacknowledged = 0;
  }

  lost(error: NodeJS.ErrnoException | undefined): void {
    if (this.state === 'closed') return;
    if (this.state === 'dialing') {
      const { kind, detail } = classifyConnectError(error, this.endpoint.tls !== undefined);
      this.end(kind, detail);
    } else {
      this.end(undefined, error?.code ?? '', error);
    }
  }

  private tellOpen(): void {
    const nowMs = performance.now();
    const users = [...this.waitingToOpen];
    this.waitingToOpen.clear();
    for (const user of users) user.sessionOpened(nowMs);
  }

  // --- frames ---

  private handle(frame: Frame): void {
    if (this.state === 'closed') return;
    if (this.blocks.forbids(frame)) {
      this.end('http2.protocol', 'a header block was interrupted');
      return;
    }
    const { type, flags, stream, bytes, from, to } = frame;
    const word = to - from >= 4 ? bytes.readUInt32BE(from) : 0;
    switch (type) {
      case FRAME.data:
        this.handleData(frame);
        break;
      case FRAME.headers:
      case FRAME.continuation:
        this.handleHeaderFrame(frame);
        break;
      case FRAME.settings:
        if ((flags & FLAG.ack) === 0) this.handleSettings(frame);
        break;
      case FRAME.ping:
        if ((flags & FLAG.ack) === 0) this.write(FRAME.ping, FLAG.ack, 0, bytes.subarray(from, to));
        break;
      case FRAME.resetStream:
        this.handleReset(stream, word);
        break;
      case FRAME.goAway:
        this.handleGoAway(to - from >= 8 ? word & 0x7fffffff : 0);
        break;
      case FRAME.windowUpdate:
        this.streams.enlarge(stream, word & 0x7fffffff);
        break;
      case FRAME.pushPromise:
        this.end('http2.protocol', 'a push that was forbidden');
        break;
      default: // frames of unknown types are left alone (RFC 9113, 4.1)
    }
  }

  private handleData({ flags, stream: id, bytes, from, to }: Frame): void {
    const stream = this.streams.get(id);
    if (!stream) return;
    const padding = (flags & FLAG.padded) !== 0 ? (bytes[from] ?? 0) + 1 : 0;
    if (padding > to - from || !stream.begun) {
      this.end('http2.protocol', padding > 0 ? 'padding longer than its frame' : 'content before the head');
      return;
    }
    stream.user.content(bytes, padding > 0 ? from + 1 : from, padding > 0 ? to - padding + 1 : to);
    if ((flags & FLAG.endStream) !== 0) this.streams.complete(stream);
  }

  private handleHeaderFrame(frame: Frame): void {
    const result = this.blocks.add(frame);
    if (!result) return;
    if ('kind' in result) this.end(result.kind, result.detail);
    else this.handleBlock(result);
  }

  private handleBlock({ stream: id, endsStream, bytes, from, to }: HeaderBlock): void {
    const stream = this.streams.get(id);
    if (!stream) return;
    if (!stream.begun) {
      const status = readStatus(bytes, from, to);
      const text =
        status !== undefined && status >= 200 && stream.user.wantsHead(status) ? readHeadText(bytes, from, to) : '';
      if (status === undefined || text === undefined) {
        this.end('http2.protocol', status === undefined ? 'a response without a status' : 'a malformed header block');
        return;
      }
      if (status < 200) return; // an interim response
      stream.begun = true;
      stream.user.head(status, text);
    }
    if (endsStream) this.streams.complete(stream);
  }

  private handleSettings({ bytes, from, to }: Frame): void {
    for (let at = from; at + 6 <= to; at += 6) {
      const [id, value] = [bytes.readUInt16BE(at), bytes.readUInt32BE(at + 2)];
      if (id === SETTING.maxConcurrentStreams) this.streams.allowStreams(value);
      if (id === SETTING.initialWindowSize) this.streams.setStreamWindow(value);
    }
    this.write(FRAME.settings, FLAG.ack, 0, NOTHING);
    this.streams.goOn();
  }

  private handleReset(id: number, code: number): void {
    const stream = this.streams.get(id);
    if (!stream) return;
    this.streams.remove(id);
    const kind =
      code === REFUSED_STREAM ? 'http2.refused' : stream.begun ? 'reset.mid-response' : 'reset.before-response';
    stream.user.streamFailed(kind, `RST_STREAM with error ${code}`, performance.now());
  }

  /** Streams above the last that the server looked at can be sent again elsewhere; the others are still answered. */
  private handleGoAway(last: number): void {
    this.state = 'draining';
    this.detachIdle();
    const nowMs = performance.now();
    for (const { user } of this.streams.takeAbove(last)) user.streamFailed('closed.before-response', 'GOAWAY', nowMs);
    this.streams.flushQueued();
  }

  private detachIdle(): void {
    const busy = this.streams.users;
    for (const user of this.attached) if (!busy.has(user) && !this.waitingToOpen.has(user)) user.idleClosed();
    this.attached.clear();
  }

  /** Ends all that is under way. `kind` undefined: by how far each stream had come. */
  private end(kind: FailureKind | undefined, detail: string, error?: NodeJS.ErrnoException): void {
    this.destroy();
    const nowMs = performance.now();
    this.detachIdle();
    const waiting = [...this.waitingToOpen];
    this.waitingToOpen.clear();
    const streams = this.streams.takeAbove(0);
    for (const user of waiting) user.sessionFailed(kind ?? 'connect.reset', detail, nowMs);
    for (const { user, begun } of streams)
      user.streamFailed(kind ?? classifyLostConnection(error, begun), detail, nowMs);
    this.streams.flushQueued();
  }
}
