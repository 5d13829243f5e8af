// Whether a long run grows, at the highest rate this machine gives: what is alive after garbage was collected (heap and buffers
// of all threads, every five seconds), and resident memory. A collector that takes its time moves the second one, and nothing but
// what is kept moves the first. The slope is Theil's and Sen's over means of half minutes, from the tenth part of the time on; its
// 95 % interval comes from blocks of neighbouring residuals (Künsch's bootstrap), because one minute is much like the next. Passes where the
// interval of each growth over the whole time lies within its bar. Ready for: node bench/load/memory.js --minutes 30
// Usage: node bench/load/memory.js [--minutes 5] [--connections 50] [--engine auto]
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ours } from './support/clients.js';
import { onCore, startServer } from './support/processes.js';
import { estimateSlope, verdict } from './support/statistics.js';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '5' },
    connections: { type: 'string', default: '50' },
    engine: { type: 'string', default: 'auto' },
  },
});
/** Growth over the whole run. What is alive is known to some kilobytes; resident memory breathes. */
const MOST_GROWTH = { alive: 0.02, resident: 0.05 };
const BIN_MINUTES = 0.5;
const MIB = 2 ** 20;
const print = (line) => process.stdout.write(`${line}\n`);
const minutes = Number(values.minutes);
const folder = mkdtempSync(join(tmpdir(), 'bench-memory-'));
const log = join(folder, 'log');
const watch = new URL('./support/memory-watch.js', import.meta.url).href;

const server = await startServer(13);
const { stdout, resident, began } = await run();
server.stop();
const { requests, engine } = JSON.parse(stdout).data.targets[0];
print(`${requests.sent} requests in ${minutes} min, ${engine} engine, load average ${loadavg()[0].toFixed(1)}`);
const parts = readParts();
describe('resident', resident);
for (const [name, samples] of parts) describe(name, samples);
judge('alive', sumOf([...parts.values()]), 'what is alive');
judge('resident', resident, 'resident memory');
rmSync(folder, { recursive: true });

async function run() {
  const seconds = Math.round(minutes * 60);
  const [node, ...words] = ours(server.url, { ...values, seconds, more: ['--engine', values.engine] });
  const [program, ...args] = onCore(0, [node, '--expose-gc', '--import', watch, ...words]);
  const child = spawn(program, args, {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, MEMORY_WATCH: log },
  });
  let text = '';
  child.stdout.on('data', (chunk) => (text += chunk));
  const start = Date.now();
  const list = [];
  const timer = setInterval(() => {
    const kib = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1];
    if (kib !== undefined) list.push({ minute: (Date.now() - start) / 60_000, mib: Number(kib) / 1_024 });
  }, 1_000);
  await once(child, 'close');
  clearInterval(timer);
  return { stdout: text, resident: list, began: start };
}

/** Samples by thread and kind. */
function readParts() {
  const found = new Map();
  for (const line of readFileSync(log, 'utf8').trim().split('\n')) {
    const [time, thread, kind, bytes] = line.split(' ');
    const name = `${thread === '0' ? 'main thread' : `worker ${thread}`}, ${kind}`;
    const sample = { minute: (Number(time) - began) / 60_000, mib: Number(bytes) / MIB };
    found.set(name, [...(found.get(name) ?? []), sample]);
  }
  return found;
}

/** Means of bins, over the time that is looked at. */
function binned(samples) {
  const bins = new Map();
  for (const sample of samples) {
    if (sample.minute < minutes / 10 || sample.minute >= minutes) continue;
    const bin = Math.floor(sample.minute / Math.min(BIN_MINUTES, minutes / 20));
    bins.set(bin, [...(bins.get(bin) ?? []), sample]);
  }
  return [...bins].map(([bin, list]) => ({ bin, x: meanOf(list, 'minute'), y: meanOf(list, 'mib') }));
}

function meanOf(list, key) {
  return list.reduce((sum, sample) => sum + sample[key], 0) / list.length;
}

/** The parts of one bin, added up. */
function sumOf(lists) {
  const [first = [], ...others] = lists.map(binned);
  return first.flatMap(({ bin, x, y }) => {
    const same = others.map((list) => list.find((point) => point.bin === bin)?.y);
    return same.includes(undefined) ? [] : [{ minute: x, mib: same.reduce((sum, value) => sum + value, y) }];
  });
}

function describe(name, samples) {
  const points = binned(samples);
  const shown = [0, 0.25, 0.5, 0.75, 1].map((share) => points[Math.round(share * (points.length - 1))]);
  print(`  ${name.padEnd(22)} MiB at minute ${shown.map(({ x, y }) => `${x.toFixed(1)}: ${y.toFixed(2)}`).join(', ')}`);
}

function judge(key, samples, what) {
  const points = binned(samples);
  const { slope, low, high } = estimateSlope(points);
  const length = points.at(-1).x - points[0].x;
  const share = (mibAMinute) => (mibAMinute * length) / meanOf(points, 'y');
  const percent = (value) => `${(value * 100).toFixed(2)} %`;
  print(
    `${what}: ${slope.toFixed(4)} MiB a minute [${low.toFixed(4)}, ${high.toFixed(4)}], over the run ${percent(share(slope))} [${percent(share(low))}, ${percent(share(high))}]${low <= 0 && high >= 0 ? ', zero is in it' : ''}`,
  );
  const bar = MOST_GROWTH[key];
  verdict(`${what} grows by at most ${percent(bar)}, with 95 % confidence`, share(high) <= bar);
}
