// One socket of the fast engine.
import { getSystemErrorName } from 'node:util';
import type { Transport, TransportHandler } from '../transport.js';
import { RECEIVE_BYTES, SEND_BYTES } from './arena.js';
import type { Reactor } from './reactor.js';
import { FAMILY, type SocketAddress } from './socket-address.js';

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

type State = 'connecting' | 'open' | 'finishing' | 'closed';

export class EpollSocket implements Transport {
  fd = -1;
  private state: State = 'connecting';
  private tcp = false;
  /** What the kernel would not take yet. */
  private unsent: Uint8Array | undefined;

  constructor(
    private readonly reactor: Reactor,
    private readonly handler: TransportHandler,
    readonly slot: number,
    readonly generation: number,
  ) {}

  connect({ family, bytes }: SocketAddress): void {
    const { libc, arena } = this.reactor;
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
    if (this.reactor.control(CONTROL.add, this, WRITABLE) < 0) this.failLater(libc.errno[0] ?? 0);
  }

  write(bytes: Uint8Array): void {
    if (this.unsent) {
      this.unsent = Buffer.concat([this.unsent, bytes]);
      return;
    }
    const sent = this.send(bytes);
    if (sent < bytes.length && this.state === 'open') {
      this.unsent = bytes.subarray(sent);
      this.reactor.control(CONTROL.change, this, READABLE | WRITABLE);
    }
  }

  finish(nowMs: number): void {
    if (this.state !== 'open') {
      this.destroy();
      return;
    }
    this.state = 'finishing';
    this.reactor.libc.shutdown(this.fd, SHUT_WRITE);
    this.reactor.linger(this, nowMs);
  }

  destroy(): void {
    if (this.state === 'closed') return;
    this.state = 'closed';
    if (this.fd >= 0) this.reactor.libc.close(this.fd); // which takes it out of the epoll set
    this.reactor.forget(this);
  }

  /** Something happened on it. */
  ready(events: number): void {
    switch (this.state) {
      case 'connecting':
        this.connected();
        return;
      case 'open':
        if ((events & WRITABLE) !== 0 && this.unsent) this.flush();
        if ((events & (READABLE | HUNG_UP)) !== 0) this.receive();
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
    const { libc, arena } = this.reactor;
    arena.writeOption(0);
    arena.writeOptionLength(4);
    libc.getsockopt(this.fd, SOCKET_LEVEL, SOCKET_ERROR, arena.at.option, arena.at.optionLength);
    const error = arena.readOption();
    if (error !== 0) {
      this.lose(error);
      return;
    }
    this.state = 'open';
    this.reactor.control(CONTROL.change, this, READABLE);
    this.handler.opened(undefined);
  }

  private receive(): void {
    const { receive } = this.reactor.arena;
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
    const { libc, arena } = this.reactor;
    for (;;) {
      const length = libc.recv(this.fd, arena.at.receive, most, flags);
      if (length >= 0) return length;
      const error = libc.errno[0] ?? 0;
      if (error === ERROR.interrupted) continue;
      if (error !== ERROR.again) this.lose(error);
      return -1;
    }
  }

  /** How much the kernel took. A socket that is lost says so by itself, when it is read. */
  private send(bytes: Uint8Array): number {
    const { libc, arena } = this.reactor;
    let sent = 0;
    while (sent < bytes.length) {
      const length = Math.min(bytes.length - sent, SEND_BYTES);
      arena.send.set(sent === 0 && length === bytes.length ? bytes : bytes.subarray(sent, sent + length));
      const taken = libc.send(this.fd, arena.at.send, length, NO_SIGNAL);
      if (taken < 0 && libc.errno[0] === ERROR.interrupted) continue;
      if (taken < 0 && libc.errno[0] !== ERROR.again) return bytes.length;
      if (taken > 0) sent += taken;
      if (taken < length) return sent;
    }
    return sent;
  }

  private flush(): void {
    const { unsent } = this;
    if (!unsent) return;
    const sent = this.send(unsent);
    this.unsent = sent < unsent.length ? unsent.subarray(sent) : undefined;
    if (!this.unsent) this.reactor.control(CONTROL.change, this, READABLE);
  }

  private failLater(error: number): void {
    this.reactor.afterwards(() => this.lose(error));
  }

  private lose(error: number | undefined): void {
    if (this.state === 'closed') return;
    const told = this.state !== 'finishing';
    this.destroy();
    if (told) this.handler.lost(error === undefined ? undefined : systemError(error));
  }
}

function systemError(error: number): NodeJS.ErrnoException {
  const code = getSystemErrorName(-error);
  return Object.assign(new Error(code), { code, errno: -error });
}
