// One socket of the fast engine.
import type { Transport, TransportHandler } from '../transport.js';
import { RECEIVE_BYTES, SEND_BYTES } from './arena.js';
import type { Loop, Watched } from './loop.js';
import { FAMILY, type SocketAddress } from './socket-address.js';
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
const NO_SIGNAL = 0x4000;
/** recv: throw the bytes away instead of copying them. TCP only; other sockets ignore it and copy. */
const TRUNCATE = 0x20;
const CONTROL = { add: 1, change: 3 } as const;
const READABLE = 0x001;
const WRITABLE = 0x004;
const HUNG_UP = 0x018; // EPOLLERR, EPOLLHUP
const ERROR = { interrupted: 4, again: 11, inProgress: 115 } as const;
/** Below this a copy costs less than a call. */
const LEAST_TO_SKIP = 16 * 1024;
/** The end of a body is read as usual, so that bytes behind it are seen. */
const KEPT_BACK = 1_024;

type State = 'connecting' | 'securing' | 'open' | 'finishing' | 'closed';

export class EpollSocket implements Transport, Watched {
  fd = -1;
  private state: State = 'connecting';
  private tcp = false;
  /** What the kernel would not take yet. */
  private unsent: Uint8Array | undefined;
  private tls: TlsSession | undefined;
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
    if (result < 0 && error !== ERROR.inProgress) {
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
    const sent = this.send(bytes);
    if (sent < bytes.length && this.state === 'open') {
      this.unsent = bytes.subarray(sent);
      this.watch();
    }
  }

  finish(nowMs: number): void {
    if (this.state !== 'open') {
      this.destroy();
      return;
    }
    this.tls?.end();
    this.state = 'finishing';
    this.loop.libc.shutdown(this.fd, SHUT_WRITE);
    this.loop.linger(this, nowMs);
  }

  destroy(): void {
    if (this.state === 'closed') return;
    if (this.state === 'open') this.tls?.keep();
    this.state = 'closed';
    this.tls?.free();
    this.tls = undefined;
    if (this.fd >= 0) this.loop.libc.close(this.fd); // which takes it out of the epoll set
    this.loop.forget(this);
  }

  /** Something happened on it. */
  ready(events: number): void {
    switch (this.state) {
      case 'connecting':
        this.connected();
        return;
      case 'securing':
        this.shakeHands();
        return;
      case 'open':
        if (this.unsent) this.flush();
        if (this.tls || (events & (READABLE | HUNG_UP)) !== 0) this.receive();
        return;
      case 'finishing':
        if (this.recv(0) <= 0) this.destroy();
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
      this.tls = this.secure(this.fd);
      this.shakeHands();
      return;
    }
    this.state = 'open';
    this.handler.opened(undefined);
  }

  private shakeHands(): void {
    const { tls } = this;
    if (!tls) return;
    const step = tls.shakeHands();
    switch (step) {
      case 'waits':
        this.watch();
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
    this.watch();
    this.handler.opened({ ms: performance.now() - this.connectedMs, resumed: tls.resumed });
    if (this.state === 'open' && tls.hasPending) this.receive();
  }

  private receive(): void {
    if (this.tls) {
      this.receiveSecure(this.tls);
      return;
    }
    const { receive } = this.loop.arena;
    while (this.state === 'open') {
      const length = this.recv(0);
      if (length < 0) return;
      if (length === 0) {
        this.lose(undefined);
        return;
      }
      const skippable = this.handler.received(receive, length);
      if (this.tcp && skippable > LEAST_TO_SKIP && !this.skip(skippable)) return;
      if (length < RECEIVE_BYTES) return; // there was no more
    }
  }

  /** One record after the other, as long as there are any. */
  private receiveSecure(tls: TlsSession): void {
    const { receive } = this.loop.arena;
    do {
      const length = tls.read(RECEIVE_BYTES);
      if (length > 0) this.handler.received(receive, length);
      else if (!this.waitsAfter(tls, length)) return;
      else break;
    } while (this.state === 'open' && tls.hasPending);
  }

  /** False where the socket has ended. */
  private waitsAfter(tls: TlsSession, result: number): boolean {
    const step = tls.explain(result);
    if (step === 'waits') {
      if (tls.wantsWrite) this.watch();
      return true;
    }
    this.lose(step === 'failed' ? tls.failure : undefined);
    return false;
  }

  /** Has the kernel throw away what is there of the next bytes. False where the socket has ended. */
  private skip(most: number): boolean {
    let rest = most;
    while (rest > LEAST_TO_SKIP && this.state === 'open') {
      const wanted = Math.min(rest - KEPT_BACK, RECEIVE_BYTES);
      const length = this.recv(TRUNCATE, wanted);
      if (length === 0) this.lose(undefined);
      if (length <= 0) return false;
      rest = this.handler.skipped(length);
      if (length < wanted) return false;
    }
    return true;
  }

  /** Bytes received; 0 at the end; -1 where there is nothing now, or where the socket was lost. */
  private recv(flags: number, most = RECEIVE_BYTES): number {
    const { libc, arena } = this.loop;
    for (;;) {
      const length = libc.recv(this.fd, arena.at.receive, most, flags);
      if (length >= 0) return length;
      const error = libc.errno[0] ?? 0;
      if (error === ERROR.interrupted) continue;
      if (error !== ERROR.again) this.lose(systemError(error));
      return -1;
    }
  }

  /** How much was taken. A socket that is lost says so by itself, when it is read. */
  private send(bytes: Uint8Array): number {
    if (this.tls) return this.sendSecure(this.tls, bytes);
    const { libc, arena } = this.loop;
    let sent = 0;
    while (sent < bytes.length) {
      const length = this.load(bytes, sent);
      const taken = libc.send(this.fd, arena.at.send, length, NO_SIGNAL);
      if (taken < 0 && libc.errno[0] === ERROR.interrupted) continue;
      if (taken < 0 && libc.errno[0] !== ERROR.again) return bytes.length;
      if (taken > 0) sent += taken;
      if (taken < length) return sent;
    }
    return sent;
  }

  private sendSecure(tls: TlsSession, bytes: Uint8Array): number {
    let sent = 0;
    while (sent < bytes.length) {
      const taken = tls.write(this.load(bytes, sent));
      if (taken > 0) {
        sent += taken;
        continue;
      }
      const step = tls.explain(taken);
      if (step === 'waits') return sent;
      const { failure } = tls;
      if (step === 'failed' && failure?.errno === undefined) this.loop.afterwards(() => this.lose(failure));
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
    const { unsent } = this;
    if (!unsent) return;
    const sent = this.send(unsent);
    this.unsent = sent < unsent.length ? unsent.subarray(sent) : undefined;
    this.watch();
  }

  /** Has the loop wait for what is needed next. */
  private watch(): void {
    const writes = this.tls ? this.tls.wantsWrite : this.unsent !== undefined;
    this.loop.control(CONTROL.change, this, writes ? READABLE | WRITABLE : READABLE);
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
