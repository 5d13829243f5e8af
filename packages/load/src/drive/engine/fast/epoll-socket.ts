// One socket of the fast engine: connects, shakes hands where there is TLS, and carries bytes both ways.
import type { Transport, TransportHandler } from '../transport.js';
import { RECEIVE_BYTES, SEND_BYTES } from './arena.js';
import type { Loop, Watched } from './loop.js';
import { PlainStream } from './plain-stream.js';
import { FAMILY, type SocketAddress } from './socket-address.js';
import type { Stream } from './stream.js';
import { systemError } from './system-error.js';
import type { TlsSession } from './tls/tls-session.js';

const STREAM = 1;
const NON_BLOCKING = 0x800;
const CLOSE_ON_EXEC = 0x80000;
const TCP = 6;
const TCP_NO_DELAY = 1;
const SOCKET_LEVEL = 1;
const SOCKET_ERROR = 4;
const SHUT_WRITE = 1;
const CONTROL = { add: 1, change: 3 } as const;
const READABLE = 0x001;
const WRITABLE = 0x004;
const IN_PROGRESS = 115;
/** Below this a copy costs less than a call. */
const LEAST_TO_SKIP = 16 * 1024;
/** The end of a body is read as usual, so that bytes behind it are seen. */
const KEPT_BACK = 1_024;

type State = 'connecting' | 'securing' | 'open' | 'finishing' | 'closed';

export class EpollSocket implements Transport, Watched {
  fd = -1;
  private state: State = 'connecting';
  private tcp = false;
  private stream: Stream | undefined;
  /** What the kernel would not take yet. */
  private unsent: Uint8Array | undefined;
  private connectedMs = 0;

  constructor(
    private readonly loop: Loop,
    private readonly handler: TransportHandler,
    readonly slot: number,
    readonly generation: number,
    /** Begins TLS on a descriptor; undefined where there is none. */
    private readonly secure: ((fd: number) => TlsSession) | undefined,
  ) {}

  connect({ family, bytes }: SocketAddress): void {
    const { libc, arena } = this.loop;
    this.tcp = family !== FAMILY.unix;
    this.fd = libc.socket(family, STREAM | NON_BLOCKING | CLOSE_ON_EXEC, 0);
    if (this.fd < 0) {
      this.failLater(libc.errno[0] ?? 0);
      return;
    }
    if (this.tcp) {
      arena.writeOption(1);
      libc.setsockopt(this.fd, TCP, TCP_NO_DELAY, arena.at.option, 4);
    }
    arena.writeAddress(bytes);
    const result = libc.connect(this.fd, arena.at.address, bytes.length);
    const error = libc.errno[0] ?? 0;
    if (result < 0 && error !== IN_PROGRESS) {
      this.failLater(error);
      return;
    }
    if (this.loop.control(CONTROL.add, this, WRITABLE) < 0) this.failLater(libc.errno[0] ?? 0);
  }

  write(bytes: Uint8Array): void {
    if (this.unsent) {
      this.unsent = Buffer.concat([this.unsent, bytes]);
      return;
    }
    const { stream } = this;
    if (!stream || this.state !== 'open') return;
    const sent = this.send(stream, bytes);
    if (sent < bytes.length) {
      this.unsent = bytes.subarray(sent);
      this.watch(stream);
    }
  }

  finish(nowMs: number): void {
    if (this.state !== 'open') {
      this.destroy();
      return;
    }
    this.stream?.end();
    this.state = 'finishing';
    this.loop.libc.shutdown(this.fd, SHUT_WRITE);
    this.loop.linger(this, nowMs);
  }

  destroy(): void {
    if (this.state === 'closed') return;
    this.state = 'closed';
    this.stream?.free();
    this.stream = undefined;
    if (this.fd >= 0) this.loop.libc.close(this.fd); // which takes it out of the epoll set
    this.loop.forget(this);
  }

  /** Something happened on it. */
  ready(): void {
    switch (this.state) {
      case 'connecting':
        this.connected();
        return;
      case 'securing':
        this.shakeHands(this.stream as TlsSession);
        return;
      case 'open':
        if (this.unsent) this.flush();
        if (this.stream) this.receive(this.stream);
        return;
      case 'finishing':
        this.drain();
        return;
      case 'closed':
        return;
      default:
        this.state satisfies never;
    }
  }

  private connected(): void {
    const { libc, arena } = this.loop;
    arena.writeOption(0);
    arena.writeOptionLength(4);
    libc.getsockopt(this.fd, SOCKET_LEVEL, SOCKET_ERROR, arena.at.option, arena.at.optionLength);
    const error = arena.readOption();
    if (error !== 0) {
      this.lose(systemError(error));
      return;
    }
    this.loop.control(CONTROL.change, this, READABLE);
    if (this.secure) {
      this.state = 'securing';
      this.connectedMs = performance.now();
      const tls = this.secure(this.fd);
      this.stream = tls;
      this.shakeHands(tls);
      return;
    }
    this.stream = new PlainStream(this.loop, this.fd, this.tcp);
    this.state = 'open';
    this.handler.opened(undefined);
  }

  private shakeHands(tls: TlsSession): void {
    const step = tls.shakeHands();
    switch (step) {
      case 'waits':
        this.watch(tls);
        return;
      case 'ended':
        this.lose(undefined);
        return;
      case 'failed':
        this.lose(tls.failure);
        return;
      case 'done':
        this.begin(tls);
        return;
      default:
        step satisfies never;
    }
  }

  /** Not before it is certain who is at the other end. */
  private begin(tls: TlsSession): void {
    const objection = tls.objection ?? tls.protocolObjection;
    if (objection) {
      this.lose(objection);
      return;
    }
    this.state = 'open';
    this.watch(tls);
    this.handler.opened({ ms: performance.now() - this.connectedMs, resumed: tls.resumed });
    if (this.state === 'open' && tls.hasMore()) this.receive(tls);
  }

  private receive(stream: Stream): void {
    const { receive } = this.loop.arena;
    let length: number;
    do {
      length = stream.read(RECEIVE_BYTES);
      if (length <= 0) {
        this.pause(stream, length);
        return;
      }
      const skippable = this.handler.received(receive, length);
      if (skippable > LEAST_TO_SKIP && stream.skip && !this.skip(stream, stream.skip, skippable)) return;
    } while (this.state === 'open' && stream.hasMore(length));
  }

  /** There is nothing now, or nothing ever. */
  private pause(stream: Stream, result: number): void {
    const step = stream.explain(result);
    if (step !== 'waits') this.lose(step === 'failed' ? stream.failure : undefined);
    else if (stream.wantsWrite) this.watch(stream);
  }

  /** Throws away what is there of the next bytes. False where there is nothing left to read now. */
  private skip(stream: Stream, skip: (most: number) => number, most: number): boolean {
    let rest = most;
    while (rest > LEAST_TO_SKIP && this.state === 'open') {
      const wanted = Math.min(rest - KEPT_BACK, RECEIVE_BYTES);
      const length = skip(wanted);
      if (length <= 0) {
        this.pause(stream, length);
        return false;
      }
      rest = this.handler.skipped(length);
      if (length < wanted) return false;
    }
    return true;
  }

  /** What comes after our end is of no interest, but for its end. */
  private drain(): void {
    const { libc, arena } = this.loop;
    if (libc.recv(this.fd, arena.at.receive, RECEIVE_BYTES, 0) <= 0) this.destroy();
  }

  /** How much was taken. A socket that is lost says so by itself, when it is read. */
  private send(stream: Stream, bytes: Uint8Array): number {
    let sent = 0;
    while (sent < bytes.length) {
      const taken = stream.write(this.load(bytes, sent));
      if (taken > 0) {
        sent += taken;
        continue;
      }
      const step = stream.explain(taken);
      if (step === 'waits') return sent;
      const { failure } = stream;
      // Of what broke within TLS the kernel knows nothing.
      if (failure && failure.errno === undefined) this.loop.afterwards(() => this.lose(failure));
      return bytes.length;
    }
    return sent;
  }

  /** Puts what follows `from` where the kernel takes it from; gives how much that is. */
  private load(bytes: Uint8Array, from: number): number {
    const length = Math.min(bytes.length - from, SEND_BYTES);
    this.loop.arena.load(length === bytes.length ? bytes : bytes.subarray(from, from + length));
    return length;
  }

  private flush(): void {
    const { unsent, stream } = this;
    if (!unsent || !stream) return;
    const sent = this.send(stream, unsent);
    this.unsent = sent < unsent.length ? unsent.subarray(sent) : undefined;
    this.watch(stream);
  }

  /** Has the loop wait for what is needed next. */
  private watch({ wantsWrite }: Stream): void {
    this.loop.control(CONTROL.change, this, wantsWrite ? READABLE | WRITABLE : READABLE);
  }

  private failLater(error: number): void {
    this.loop.afterwards(() => this.lose(systemError(error)));
  }

  private lose(error: NodeJS.ErrnoException | undefined): void {
    if (this.state === 'closed') return;
    const told = this.state !== 'finishing';
    this.destroy();
    if (told) this.handler.lost(error);
  }
}
