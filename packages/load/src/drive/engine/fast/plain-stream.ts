// Bytes as the kernel has them.
import { RECEIVE_BYTES } from './arena.js';
import type { Loop } from './loop.js';
import type { Stream, StreamStep } from './stream.js';
import { systemError } from './system-error.js';

const NO_SIGNAL = 0x4000;
/** recv: throw the bytes away instead of copying them. TCP only; other sockets ignore it and copy. */
const TRUNCATE = 0x20;
const ERROR = { interrupted: 4, again: 11 } as const;

export class PlainStream implements Stream {
  wantsWrite = false;
  failure: NodeJS.ErrnoException | undefined;
  readonly skip: Stream['skip'];
  private writes = false;

  constructor(
    private readonly loop: Loop,
    private readonly fd: number,
    tcp: boolean,
  ) {
    this.skip = tcp ? (most) => this.receive(most, TRUNCATE) : undefined;
  }

  read(most: number): number {
    return this.receive(most, 0);
  }

  write(length: number): number {
    const { libc, arena } = this.loop;
    this.writes = true;
    this.wantsWrite = false;
    for (;;) {
      const taken = libc.send(this.fd, arena.at.send, length, NO_SIGNAL);
      if (taken >= 0 || libc.errno[0] !== ERROR.interrupted) return taken;
    }
  }

  explain(result: number): StreamStep {
    if (result === 0) return 'ended';
    const error = this.loop.libc.errno[0] ?? 0;
    if (error === ERROR.again) {
      this.wantsWrite = this.writes;
      return 'waits';
    }
    this.failure = systemError(error);
    return 'failed';
  }

  /** A read that was not filled has taken all there was. */
  hasMore(length: number): boolean {
    return length === RECEIVE_BYTES;
  }

  end(): void {}

  free(): void {}

  private receive(most: number, flags: number): number {
    const { libc, arena } = this.loop;
    this.writes = false;
    for (;;) {
      const length = libc.recv(this.fd, arena.at.receive, most, flags);
      if (length >= 0 || libc.errno[0] !== ERROR.interrupted) return length;
    }
  }
}
