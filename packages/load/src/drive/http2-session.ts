// One HTTP/2 connection (RFC 9113) that many links share as streams.
import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import type { FailureKind } from '../model/failures.js';
import { BlockAssembler, type HeaderBlock } from '../wire/http2/block-assembler.js';
import {
  FLAG,
  FRAME,
  type Frame,
  FrameBatch,
  FrameReader,
  LARGEST_FRAME,
  PREFACE,
  SETTING,
  writeSettings,
  writeWindowUpdate,
} from '../wire/http2/frame.js';
import { readStatus } from '../wire/http2/header-block.js';
import { classifyConnectError, classifyLostConnection } from './classify-error.js';
import type { Endpoint } from './engine/transport.js';

/** What the session tells a stream. */
export interface StreamUser {
  sessionOpened(nowMs: number): void;
  sessionFailed(kind: FailureKind, detail: string, nowMs: number): void;
  status(status: number): void;
  content(bytes: Buffer, from: number, to: number): void;
  complete(nowMs: number): void;
  /** The session takes no more requests; nothing of this link was under way. */
  idleClosed(): void;
  streamFailed(kind: FailureKind, detail: string, nowMs: number): void;
}

interface Stream {
  readonly user: StreamUser;
  /** What the server still lets us send on it, and what is left to send. */
  window: number;
  unsent: Uint8Array;
  begun: boolean;
}

const BUFFER = Buffer.allocUnsafeSlow(64 * 1024);
const DEFAULT_WINDOW = 65_535;
const OUR_WINDOW = 2 ** 31 - 1;
const REFILL_AT = 2 ** 29;
const LAST_STREAM = 2 ** 30;
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

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

export class Http2Session {
  state: 'dialing' | 'open' | 'draining' | 'closed' = 'dialing';
  private readonly socket: Socket;
  private readonly streams = new Map<number, Stream>();
  /** All links that use this session, so that an idle one hears of its end. */
  private readonly attached = new Set<StreamUser>();
  private readonly waitingToOpen = new Set<StreamUser>();
  /** Requests for which the server allows no stream yet. */
  private readonly queued: (() => void)[] = [];
  private readonly reader = new FrameReader((frame) => this.handle(frame));
  private nextStream = 1;
  private mostStreams = Number.POSITIVE_INFINITY;
  private streamWindow = DEFAULT_WINDOW;
  private window = DEFAULT_WINDOW;
  private received = 0;
  private readonly batch = new FrameBatch();
  private flushing = false;
  private readonly blocks = new BlockAssembler();

  constructor(private readonly endpoint: Endpoint) {
    const { place, tls } = endpoint;
    const options = {
      ...place,
      noDelay: true,
      onread: { buffer: BUFFER, callback: (length: number): boolean => this.receive(length) },
    };
    this.socket = tls
      ? connectTls({
          ...options,
          servername: tls.servername,
          rejectUnauthorized: tls.verify,
          secureContext: tls.context,
          ALPNProtocols: ['h2'],
        })
      : connectTcp(options);
    this.socket.once(tls ? 'secureConnect' : 'connect', () => this.opened());
    this.socket.on('error', (error: NodeJS.ErrnoException) => this.lose(error));
    this.socket.once('end', () => this.lose(undefined));
    this.socket.once('close', () => this.lose(undefined));
  }

  /** Tells `user` when the session is open, or that it cannot be opened. */
  whenOpen(user: StreamUser): void {
    this.attached.add(user);
    this.waitingToOpen.add(user);
    if (this.state === 'open') queueMicrotask(() => this.tellOpen());
  }

  /** Sends a request: `block` is its HPACK block. */
  request(user: StreamUser, block: Uint8Array, body: Uint8Array): void {
    if (this.streams.size >= this.mostStreams) this.queued.push(() => this.open(user, block, body));
    else this.open(user, block, body);
  }

  /** Gives up a stream; the session goes on. */
  cancel(user: StreamUser): void {
    this.attached.delete(user);
    this.waitingToOpen.delete(user);
    for (const [id, stream] of this.streams) {
      if (stream.user !== user) continue;
      this.streams.delete(id);
      this.write(FRAME.resetStream, 0, id, Buffer.from([0, 0, 0, 8])); // CANCEL
      this.startQueued();
    }
  }

  destroy(): void {
    this.state = 'closed';
    this.socket.destroy();
  }

  private open(user: StreamUser, block: Uint8Array, body: Uint8Array): void {
    if (this.state !== 'open') {
      user.streamFailed('closed.before-response', 'the session ended', performance.now());
      return;
    }
    const id = this.nextStream;
    this.nextStream += 2;
    if (id >= LAST_STREAM) this.state = 'draining';
    const stream: Stream = { user, window: this.streamWindow, unsent: body, begun: false };
    this.streams.set(id, stream);
    this.write(FRAME.headers, FLAG.endHeaders | (body.length === 0 ? FLAG.endStream : 0), id, block);
    if (body.length > 0) this.sendContent(id, stream);
  }

  private sendContent(id: number, stream: Stream): void {
    while (stream.unsent.length > 0) {
      const size = Math.min(stream.unsent.length, stream.window, this.window, LARGEST_FRAME);
      if (size <= 0) return; // until the server enlarges a window
      const last = size === stream.unsent.length;
      this.write(FRAME.data, last ? FLAG.endStream : 0, id, stream.unsent.subarray(0, size));
      stream.unsent = stream.unsent.subarray(size);
      stream.window -= size;
      this.window -= size;
    }
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

  private opened(): void {
    if (this.state !== 'dialing') return;
    if (this.endpoint.tls && (this.socket as TLSSocket).alpnProtocol !== 'h2') {
      this.fail('tls.alpn', 'the server did not choose h2');
      return;
    }
    this.state = 'open';
    this.socket.write(OPENING);
    this.tellOpen();
  }

  private tellOpen(): void {
    const nowMs = performance.now();
    const users = [...this.waitingToOpen];
    this.waitingToOpen.clear();
    for (const user of users) user.sessionOpened(nowMs);
  }

  private receive(length: number): boolean {
    if (this.state === 'closed') return true;
    this.received += length;
    if (!this.reader.read(BUFFER, length)) this.fail('http2.protocol', 'a frame larger than announced');
    if (this.received > REFILL_AT) {
      this.write(FRAME.windowUpdate, 0, 0, uint32(this.received));
      this.received = 0;
    }
    return true;
  }

  private handle(frame: Frame): void {
    if (this.state === 'closed') return;
    if (this.blocks.forbids(frame)) {
      this.fail('http2.protocol', 'a header block was interrupted');
      return;
    }
    const { type, flags, stream, bytes, from, to } = frame;
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
        this.handleReset(stream, to - from >= 4 ? bytes.readUInt32BE(from) : 0);
        break;
      case FRAME.goAway:
        this.handleGoAway(to - from >= 8 ? bytes.readUInt32BE(from) & 0x7fffffff : 0);
        break;
      case FRAME.windowUpdate:
        this.handleWindowUpdate(stream, to - from >= 4 ? bytes.readUInt32BE(from) & 0x7fffffff : 0);
        break;
      case FRAME.pushPromise:
        this.fail('http2.protocol', 'a push that was forbidden');
        break;
      default: // frames of unknown types are left alone (RFC 9113, 4.1)
    }
  }

  private handleData({ flags, stream: id, bytes, from, to }: Frame): void {
    const stream = this.streams.get(id);
    if (!stream) return;
    const padding = (flags & FLAG.padded) !== 0 ? (bytes[from] ?? 0) + 1 : 0;
    if (padding > to - from || !stream.begun) {
      this.fail('http2.protocol', padding > 0 ? 'padding longer than its frame' : 'content before the head');
      return;
    }
    stream.user.content(bytes, padding > 0 ? from + 1 : from, padding > 0 ? to - padding + 1 : to);
    if ((flags & FLAG.endStream) !== 0) this.complete(id, stream);
  }

  private handleHeaderFrame(frame: Frame): void {
    const result = this.blocks.add(frame);
    if (!result) return;
    if ('kind' in result) this.fail(result.kind, result.detail);
    else this.handleBlock(result);
  }

  private handleBlock({ stream: id, endsStream, bytes, from, to }: HeaderBlock): void {
    const stream = this.streams.get(id);
    if (!stream) return;
    if (!stream.begun) {
      const status = readStatus(bytes, from, to);
      if (status === undefined) {
        this.fail('http2.protocol', 'a response without a status');
        return;
      }
      if (status < 200) return; // an interim response
      stream.begun = true;
      stream.user.status(status);
    }
    if (endsStream) this.complete(id, stream);
  }

  private complete(id: number, stream: Stream): void {
    this.streams.delete(id);
    // The server answered without having read all: what is left of the request is not wanted (RFC 9113, 8.1).
    if (stream.unsent.length > 0) this.write(FRAME.resetStream, 0, id, Buffer.alloc(4));
    this.startQueued();
    stream.user.complete(performance.now());
  }

  private startQueued(): void {
    while (this.queued.length > 0 && this.streams.size < this.mostStreams) this.queued.shift()?.();
  }

  private handleSettings({ bytes, from, to }: Frame): void {
    for (let at = from; at + 6 <= to; at += 6) {
      const [id, value] = [bytes.readUInt16BE(at), bytes.readUInt32BE(at + 2)];
      if (id === SETTING.maxConcurrentStreams) this.mostStreams = value;
      if (id !== SETTING.initialWindowSize) continue;
      for (const stream of this.streams.values()) stream.window += value - this.streamWindow;
      this.streamWindow = value;
    }
    this.write(FRAME.settings, FLAG.ack, 0, NOTHING);
    this.startQueued();
    for (const [id, stream] of this.streams) this.sendContent(id, stream);
  }

  private handleWindowUpdate(id: number, increment: number): void {
    const stream = this.streams.get(id);
    if (id === 0) {
      this.window += increment;
      for (const [other, waiting] of this.streams) this.sendContent(other, waiting);
    } else if (stream) {
      stream.window += increment;
      this.sendContent(id, stream);
    }
  }

  private handleReset(id: number, code: number): void {
    const stream = this.streams.get(id);
    if (!stream) return;
    this.streams.delete(id);
    this.startQueued();
    const kind =
      code === REFUSED_STREAM ? 'http2.refused' : stream.begun ? 'reset.mid-response' : 'reset.before-response';
    stream.user.streamFailed(kind, `RST_STREAM with error ${code}`, performance.now());
  }

  /** Streams above the last that the server looked at can be sent again elsewhere; the others are still answered. */
  private handleGoAway(last: number): void {
    this.state = 'draining';
    this.detachIdle();
    const nowMs = performance.now();
    for (const [id, stream] of this.streams) {
      if (id <= last) continue;
      this.streams.delete(id);
      stream.user.streamFailed('closed.before-response', 'GOAWAY', nowMs);
    }
    for (const start of this.queued.splice(0)) start();
  }

  private detachIdle(): void {
    const busy = new Set([...this.streams.values()].map((stream) => stream.user));
    for (const user of this.attached) if (!busy.has(user) && !this.waitingToOpen.has(user)) user.idleClosed();
    this.attached.clear();
  }

  private fail(kind: FailureKind, detail: string): void {
    this.end(kind, detail);
  }

  private lose(error: NodeJS.ErrnoException | undefined): void {
    if (this.state === 'closed') return;
    if (this.state === 'dialing') {
      const { kind, detail } = classifyConnectError(error, this.endpoint.tls !== undefined);
      this.end(kind, detail);
    } else {
      this.end(undefined, error?.code ?? '', error);
    }
  }

  /** Ends all that is under way. `kind` undefined: by how far each stream had come. */
  private end(kind: FailureKind | undefined, detail: string, error?: NodeJS.ErrnoException): void {
    this.destroy();
    const nowMs = performance.now();
    this.detachIdle();
    const streams = [...this.streams.values()];
    const waiting = [...this.waitingToOpen];
    this.streams.clear();
    this.waitingToOpen.clear();
    for (const user of waiting) user.sessionFailed(kind ?? 'connect.reset', detail, nowMs);
    for (const { user, begun } of streams)
      user.streamFailed(kind ?? classifyLostConnection(error, begun), detail, nowMs);
    for (const start of this.queued.splice(0)) start();
  }
}
