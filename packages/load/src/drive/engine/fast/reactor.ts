// The loop of the fast engine: waits in the kernel for sockets and for the next due request together. It turns within
// the event loop of Node and hands back to it every few milliseconds, so that timers and messages go on.
import type { Fire, Pacer } from '../pacer.js';
import type { Endpoint, Transport, TransportHandler, Transports } from '../transport.js';
import { LINGER_MS } from '../transport.js';
import { type Arena, MOST_EVENTS } from './arena.js';
import { EpollSocket } from './epoll-socket.js';
import type { Libc } from './libc.js';
import type { Loop, Watched } from './loop.js';
import { socketAddress } from './socket-address.js';
import type { TlsContexts } from './tls/tls-contexts.js';
import { TlsSession } from './tls/tls-session.js';

const CLOSE_ON_EXEC = 0x80000;
const SET_TIMER_SLACK = 29;
/** The longest stay in the kernel, and the longest turn, before timers and messages have their say. */
const LONGEST_MS = 4;
/** How near to the time a spinning pacer stops sleeping. */
const SPIN_MS = 2;

export class Reactor implements Transports, Loop {
  private readonly epoll: number;
  /** By slot. A slot is used again; its generation tells stale events from new ones. */
  private readonly sockets: (EpollSocket | undefined)[] = [];
  private readonly free: number[] = [];
  private generation = 0;
  private readonly finished = new Map<Watched, number>();
  /** What must not be said from within the call that caused it. */
  private readonly later: (() => void)[] = [];
  private fire: Fire | undefined;
  private spins = false;
  private closed = false;
  private idle = 0;

  constructor(
    readonly libc: Libc,
    readonly arena: Arena,
    private readonly tls: TlsContexts,
  ) {
    this.epoll = libc.epollCreate(CLOSE_ON_EXEC);
    if (this.epoll < 0) throw new Error(`epoll_create1 failed with error ${libc.errno[0]}`);
    // Timers of a thread are late by 50 µs unless it says otherwise.
    libc.prctl(SET_TIMER_SLACK, 1);
    this.schedule();
  }

  get idleMs(): number {
    return this.idle;
  }

  // --- transports ---

  open({ place, tls }: Endpoint, handler: TransportHandler): Transport {
    this.generation = (this.generation + 1) | 0;
    const slot = this.free.pop() ?? this.sockets.length;
    const context = tls && this.tls.contextOf(tls); // here, because the first one takes its time
    const secure = tls && context && ((fd: number) => new TlsSession(context, this, { tls, place }, fd));
    const socket = new EpollSocket(this, handler, slot, this.generation, secure);
    this.sockets[slot] = socket;
    socket.connect(socketAddress(place));
    return socket;
  }

  cutFinished(nowMs: number, lingerMs = LINGER_MS): void {
    for (const [socket, sinceMs] of this.finished) {
      if (nowMs - sinceMs < lingerMs) break; // in order of insertion
      socket.destroy();
    }
  }

  linger(socket: Watched, nowMs: number): void {
    this.finished.set(socket, nowMs);
  }

  forget(socket: Watched): void {
    this.finished.delete(socket);
    if (this.sockets[socket.slot] !== socket) return;
    this.sockets[socket.slot] = undefined;
    this.free.push(socket.slot);
  }

  afterwards(action: () => void): void {
    this.later.push(action);
  }

  control(operation: number, { fd, slot, generation }: Watched, events: number): number {
    this.arena.writeEvent(events, slot, generation);
    return this.libc.epollControl(this.epoll, operation, fd, this.arena.at.event);
  }

  // --- time ---

  pacer(spins: boolean): Pacer {
    return {
      start: (fire) => {
        this.fire = fire;
        this.spins = spins;
      },
      stop: () => {
        this.fire = undefined;
      },
    };
  }

  close(): void {
    this.closed = true;
    for (const socket of this.sockets) socket?.destroy();
    this.tls.free();
    this.libc.close(this.epoll);
  }

  private schedule(): void {
    setImmediate(() => {
      if (this.closed) return;
      this.turn();
      this.schedule();
    });
  }

  private turn(): void {
    const endMs = performance.now() + LONGEST_MS;
    let nowMs: number;
    do {
      if (this.later.length > 0) for (const action of this.later.splice(0)) action();
      nowMs = performance.now();
      const dueMs = this.fire ? this.fire(nowMs) : Number.POSITIVE_INFINITY;
      nowMs = this.poll(nowMs, this.waitFor(dueMs - nowMs));
    } while (nowMs < endMs && !this.closed);
  }

  private waitFor(restMs: number): number {
    if (this.later.length > 0 || restMs <= 0) return 0;
    const sleepMs = this.spins ? restMs - SPIN_MS : restMs;
    return Math.max(0, Math.min(sleepMs, LONGEST_MS));
  }

  /** Waits, and serves the sockets on which something happened. Gives the time behind the wait. */
  private poll(nowMs: number, waitMs: number): number {
    const { libc, arena } = this;
    arena.writeTimeout(waitMs);
    const count = libc.epollWait(this.epoll, arena.at.events, MOST_EVENTS, arena.at.timeout, 0);
    const wokeMs = performance.now();
    if (waitMs > 0) this.idle += wokeMs - nowMs;
    for (let index = 0; index < count; index += 1) {
      const socket = this.sockets[arena.eventSlot(index)];
      if (socket?.generation === arena.eventGeneration(index)) socket.ready();
    }
    return wokeMs;
  }
}
