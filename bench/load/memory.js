// Whether a long run grows: resident memory once a second at the highest rate this machine gives, and its slope from the
// first third on. Usage: node bench/load/memory.js [--minutes 30] [--connections 50] [--engine auto]
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { ours } from './support/clients.js';
import { median, onCore, startServer } from './support/processes.js';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '30' },
    connections: { type: 'string', default: '50' },
    engine: { type: 'string', default: 'auto' },
  },
});
const print = (line) => process.stdout.write(`${line}\n`);
const seconds = Math.round(Number(values.minutes) * 60);
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

const { requests } = JSON.parse(stdout).data.targets[0];
const settled = samples.slice(Math.floor(samples.length / 3), -1);
const mean = (of) => settled.reduce((sum, sample) => sum + of(sample), 0) / settled.length;
const [minute, mib] = [mean((sample) => sample.minute), mean((sample) => sample.mib)];
const slope =
  mean((sample) => (sample.minute - minute) * (sample.mib - mib)) / mean((sample) => (sample.minute - minute) ** 2);
const third = Math.floor(settled.length / 3);
const level = (part) => median(part.map((sample) => sample.mib)).toFixed(1);
print(`${requests.sent} requests in ${values.minutes} min, load average ${loadavg()[0].toFixed(1)}`);
print(`resident: ${level(settled.slice(0, third))} MiB then, ${level(settled.slice(-third))} MiB at the end`);
print(`slope: ${slope.toFixed(3)} MiB a minute, ${((slope * 100) / mib).toFixed(3)} % of ${mib.toFixed(1)} MiB`);
