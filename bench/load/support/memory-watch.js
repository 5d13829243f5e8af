// Loaded into a run ahead of everything else (node --expose-gc --import), in each of its threads: collects garbage from time to
// time and writes what is left, as lines `time thread kind bytes`, to the file that MEMORY_WATCH names.
import { appendFileSync } from 'node:fs';
import { threadId } from 'node:worker_threads';

const EVERY_MS = 5_000;

setInterval(() => {
  globalThis.gc();
  const { heapUsed, external } = process.memoryUsage(); // what buffers hold is external
  const line = (kind, bytes) => `${Date.now()} ${threadId} ${kind} ${bytes}\n`;
  appendFileSync(process.env.MEMORY_WATCH, line('heap', heapUsed) + line('external', external));
}, EVERY_MS).unref();
