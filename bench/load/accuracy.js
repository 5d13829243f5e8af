// Latency against the truth: a server that freezes one second in five, and one that answers in exactly 0.2 ms. Passes where
// p90 is within 15 % and p99 within 3 % of the truth, and the median of the constant server within 0.25 ms. Peers that are
// installed (wrk, ab, hey, autocannon) run beside it. About three minutes. Usage: node bench/load/accuracy.js
import { spawnSync } from 'node:child_process';
import { loadavg } from 'node:os';
import { hasProgram, onCore, startScript, withPriority } from './support/processes.js';
import { verdict } from './support/statistics.js';

const print = (line) => process.stdout.write(`${line}\n`);
const BIN = new URL('../../packages/load/bin/api-load.js', import.meta.url).pathname;
const run = (command) => {
  const [program, ...args] = withPriority(onCore(0, command));
  return spawnSync(program, args, { maxBuffer: 64 * 1024 * 1024, encoding: 'utf8' }).stdout;
};
const row = (name, p50, p90, p99) =>
  print(
    `  ${name.padEnd(13)} p50 ${String(p50).padStart(8)}  p90 ${String(p90).padStart(8)}  p99 ${String(p99).padStart(8)}`,
  );

/** What requests at all times of the period see, by the rule of the server itself. */
function truth(share) {
  const seen = [];
  for (let phase = 0; phase < 5_000; phase += 1) seen.push(phase >= 4_000 ? 5_000 - phase + 10 : 10);
  return seen.sort((a, b) => a - b)[Math.ceil(share * seen.length) - 1];
}

function ours(url, args) {
  const { data } = JSON.parse(run([process.execPath, BIN, url, ...args, '--json']));
  const [target] = data.targets;
  return { ...target, client: data.client };
}

const stalling = await startScript('delay-server.js', ['stall']);
print(`load average ${loadavg()[0].toFixed(1)}`);
print('frozen 1 s in every 5, else 10 ms; 200 requests a second for 15 s (ms)');
row('truth', truth(0.5), truth(0.9), truth(0.99));
const url = `http://127.0.0.1:${stalling.port}/10`;
const stall = ours(url, ['-r', '200', '-d', '15s']);
row('api-load', stall.latencyMs.p50.toFixed(1), stall.latencyMs.p90.toFixed(0), stall.latencyMs.p99.toFixed(0));
const off = (share, value) => `${(((value - truth(share)) / truth(share)) * 100).toFixed(1)} %`;
print(
  `    p90 off by ${off(0.9, stall.latencyMs.p90)}, p99 by ${off(0.99, stall.latencyMs.p99)}; send lag p90 ${stall.sendLagMs.p90.toFixed(2)} ms; client ${stall.client.verdict}`,
);
const inMs = (text) =>
  text === undefined
    ? '–'
    : text.endsWith('us')
      ? (Number.parseFloat(text) / 1_000).toFixed(2)
      : text.endsWith('ms')
        ? Number.parseFloat(text).toFixed(1)
        : (Number.parseFloat(text) * 1_000).toFixed(0);
if (hasProgram('wrk')) {
  const text = run(['wrk', '-t1', '-c10', '-d15', '--latency', url]);
  const at = (share) => inMs(new RegExp(`^\\s+${share}%\\s+(\\S+)`, 'm').exec(text)?.[1]);
  row('wrk -c10', at(50), at(90), at(99));
} else print('  wrk is not installed');
if (hasProgram('ab')) {
  const text = run(['ab', '-k', '-c10', '-t15', '-n1000000', url]);
  const at = (share) => new RegExp(`^\\s+${share}%\\s+(\\d+)`, 'm').exec(text)?.[1] ?? '–';
  row('ab -c10', at(50), at(90), at(99));
} else print('  ab is not installed');
if (hasProgram('hey')) {
  const text = run(['hey', '-c', '10', '-q', '20', '-z', '15s', url]);
  const at = (share) => inMs(`${new RegExp(`^\\s+${share}%+ in (\\S+) secs`, 'm').exec(text)?.[1] ?? Number.NaN}s`);
  row('hey -q20', at(50), at(90), at(99));
} else print('  hey is not installed');
if (hasProgram('autocannon')) {
  for (const [name, args] of [
    ['autocannon', []],
    ['autocannon -R', ['-R', '200']],
  ]) {
    const { latency } = JSON.parse(run(['autocannon', '--json', '-c', '10', '-d', '15', ...args, url]));
    row(name, latency.p50, latency.p90, latency.p99);
  }
} else print('  autocannon is not installed');
stalling.stop();
const isWithin = (share, value, limit) => Math.abs(value - truth(share)) <= truth(share) * limit;
verdict('p90 within 15 % of the truth', isWithin(0.9, stall.latencyMs.p90, 0.15));
verdict('p99 within 3 % of the truth', isWithin(0.99, stall.latencyMs.p99, 0.03));

const exact = await startScript('delay-server.js');
print('answers in exactly 0.200 ms; 2,000 requests a second for 10 s (ms)');
const medians = [];
for (const pacing of ['auto', 'spin', 'ticker', 'sleep']) {
  const { latencyMs, sendLagMs, client } = ours(`http://127.0.0.1:${exact.port}/0.2`, [
    '-r',
    '2000',
    '-d',
    '10s',
    '--pacing',
    pacing,
  ]);
  if (pacing === 'auto' || pacing === 'spin') medians.push([pacing, latencyMs.p50]);
  row(pacing, latencyMs.p50.toFixed(3), latencyMs.p90.toFixed(3), latencyMs.p99.toFixed(2));
  print(
    `    send lag p50 ${sendLagMs.p50.toFixed(3)}, p90 ${sendLagMs.p90.toFixed(3)} ms; ${client.cores.toFixed(2)} cores; client ${client.verdict}`,
  );
}
exact.stop();
for (const [pacing, p50] of medians)
  verdict(`${pacing}: median within 0.25 ms of the truth`, Math.abs(p50 - 0.2) <= 0.25);
print(`load average ${loadavg()[0].toFixed(1)}`);
