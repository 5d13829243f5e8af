// What a socket of the fast engine needs of the loop that it lives in.
import type { Arena } from './arena.js';
import type { Libc } from './libc.js';

/** What the loop knows a socket by. */
export interface Watched {
  readonly fd: number;
  readonly slot: number;
  readonly generation: number;
  destroy(): void;
}

export interface Loop {
  readonly libc: Libc;
  readonly arena: Arena;
  /** Gives the result of epoll_ctl. */
  control(operation: number, socket: Watched, events: number): number;
  /** It will be destroyed after a while, whatever the other side does. */
  linger(socket: Watched, nowMs: number): void;
  forget(socket: Watched): void;
  afterwards(action: () => void): void;
}
