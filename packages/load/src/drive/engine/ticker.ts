// The entry of a ticker thread: sleeps until the time in the shared buffer, then sends a message. See `pacer.ts`.
import { parentPort, workerData } from 'node:worker_threads';
import { sharedClockMs } from '../shared-clock.js';
import { TICKER } from './pacer.js';

const LONGEST_SLEEP_MS = 100;
const buffer = workerData as SharedArrayBuffer;
const words = new Int32Array(buffer, 0, 2);
const time = new Float64Array(buffer, TICKER.timeOffset, 1);

let told = -1;
while (Atomics.load(words, TICKER.stop) === 0) {
  const turn = Atomics.load(words, TICKER.turn);
  const waitMs = (time[0] ?? 0) - sharedClockMs();
  if (turn === told) {
    Atomics.wait(words, TICKER.turn, turn, LONGEST_SLEEP_MS); // until the worker names the next time
  } else if (waitMs <= 0) {
    told = turn;
    parentPort?.postMessage(0);
  } else {
    Atomics.wait(words, TICKER.turn, turn, Math.min(waitMs, LONGEST_SLEEP_MS));
  }
}
