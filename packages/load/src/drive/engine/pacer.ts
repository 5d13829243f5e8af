// Waits for the times at which requests are due. What is due is decided in `pace/`; here it is only waited for.
import { Worker } from 'node:worker_threads';
import type { Pacing } from '../../model/plan.js';
import { sharedClockMs } from '../shared-clock.js';

/** Sends what is due at `nowMs` and says when the next one is due; Infinity where none is left. */
export type Fire = (nowMs: number) => number;

export interface Pacer {
  start(fire: Fire): void;
  stop(): void;
}

export function createPacer(pacing: Pacing): Pacer {
  switch (pacing) {
    case 'sleep':
      return new SleepPacer(0);
    case 'spin':
      return new SleepPacer(2);
    case 'ticker':
    case 'poll': // asked of an engine that cannot: the next best
      return new TickerPacer();
    default:
      return pacing satisfies never;
  }
}

/** A timer up to `spinMs` before the time; from there the event loop turns without sleeping, and sockets are served in between. */
class SleepPacer implements Pacer {
  private stopped = false;

  constructor(private readonly spinMs: number) {}

  start(fire: Fire): void {
    const turn = (): void => {
      if (this.stopped) return;
      const nowMs = performance.now();
      const waitMs = fire(nowMs) - nowMs;
      if (waitMs === Number.POSITIVE_INFINITY) return;
      if (waitMs > this.spinMs) setTimeout(turn, Math.max(1, Math.floor(waitMs - this.spinMs)));
      else setImmediate(turn);
    };
    turn();
  }

  stop(): void {
    this.stopped = true;
  }
}

/** Words of the ticker's buffer; the time on `sharedClockMs` lies behind them. */
export const TICKER = { turn: 0, stop: 1, timeOffset: 8, bytes: 16 } as const;

/** A second thread sleeps in the kernel until the time and sends a message: a tenth of a millisecond late, at little CPU. */
class TickerPacer implements Pacer {
  private readonly buffer = new SharedArrayBuffer(TICKER.bytes);
  private readonly words = new Int32Array(this.buffer, 0, 2);
  private readonly time = new Float64Array(this.buffer, TICKER.timeOffset, 1);
  private thread: Worker | undefined;

  start(fire: Fire): void {
    const offsetMs = sharedClockMs() - performance.now();
    const turn = (): void => {
      const dueMs = fire(performance.now());
      this.time[0] = Math.min(dueMs + offsetMs, Number.MAX_SAFE_INTEGER);
      Atomics.add(this.words, TICKER.turn, 1);
      Atomics.notify(this.words, TICKER.turn);
    };
    this.thread = new Worker(new URL('./ticker.js', import.meta.url), { workerData: this.buffer });
    this.thread.on('message', turn);
    turn();
  }

  stop(): void {
    Atomics.store(this.words, TICKER.stop, 1);
    Atomics.add(this.words, TICKER.turn, 1);
    Atomics.notify(this.words, TICKER.turn);
    this.thread?.unref();
  }
}
