// Whether a long run grows: resident memory once a second at the highest rate this machine gives, and its slope from the
// first minute on, over means of minutes, with the 95 % interval of a straight line through them. Passes where the growth
// over the whole time is within 2 %, or the interval holds zero. Takes as many minutes as are asked for; 30 show more than 5.
// Usage: node bench/load/memory.js [--minutes 5] [--connections 50] [--engine auto]
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { ours } from './support/clients.js';
import { onCore, startServer } from './support/processes.js';
import { fitLine, verdict } from './support/statistics.js';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '5' },
    connections: { type: 'string', default: '50' },
    engine: { type: 'string', default: 'auto' },
  },
});
const MOST_GROWTH = 0.02;
const print = (line) => process.stdout.write(`${line}\n`);
const minutes = Number(values.minutes);
const seconds = Math.round(minutes * 60);
const server = await startServer(13);
const command = ours(server.url, { connections: values.connections, seconds, more: ['--engine', values.engine] });
const [program, ...args] = onCore(0, command);
const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] });
let stdout = '';
child.stdout.on('data', (chunk) => (stdout += chunk));

const began = performance.now();
const samples = [];
const timer = setInterval(() => {
  const kib = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1];
  if (kib !== undefined) samples.push({ minute: (performance.now() - began) / 60_000, mib: Number(kib) / 1_024 });
}, 1_000);
await once(child, 'close');
clearInterval(timer);
server.stop();

/** Neighbouring seconds tell the same: their mean is one observation. */
function meansOf(list, length) {
  const bins = new Map();
  for (const sample of list) {
    const bin = Math.floor(sample.minute / length);
    bins.set(bin, [...(bins.get(bin) ?? []), sample]);
  }
  return [...bins.values()].map((bin) => ({ x: meanOf(bin, 'minute'), y: meanOf(bin, 'mib') }));
}

function meanOf(list, key) {
  return list.reduce((sum, sample) => sum + sample[key], 0) / list.length;
}

const { requests } = JSON.parse(stdout).data.targets[0];
const fromMinute = Math.min(1, minutes / 4);
const settled = samples.filter(({ minute }) => minute >= fromMinute && minute < minutes);
const means = meansOf(settled, Math.min(1, minutes / 20));
const { slope, margin, mean } = fitLine(means);
const growth = (slope * (minutes - fromMinute)) / mean;
print(`${requests.sent} requests in ${values.minutes} min, load average ${loadavg()[0].toFixed(1)}`);
print(`resident, MiB at minute: ${means.map(({ x, y }) => `${x.toFixed(0)}: ${y.toFixed(1)}`).join(', ')}`);
print(`slope ${slope.toFixed(4)} ± ${margin.toFixed(4)} MiB a minute; over the run ${(growth * 100).toFixed(2)} %`);
verdict('growth within 2 %, or none shown', Math.abs(growth) <= MOST_GROWTH || Math.abs(slope) <= margin);
