// CPU time a request over HTTP/2 (without TLS) beside h2load, against nginx: 10 connections of 10 streams, in turn. Measured in a
// window within the run, once everything is loaded and compiled, for both alike. Passes from 0.75 of h2load on. About two minutes.
// Usage: node bench/load/http2.js [--rounds 7] [--seconds 3]
import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { ours } from './support/clients.js';
import { hasProgram, measureCpu, startHttp2Server } from './support/processes.js';
import { median, verdict } from './support/statistics.js';

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '7' }, seconds: { type: 'string', default: '3' } },
});
const print = (line) => process.stdout.write(`${line}\n`);
const WARM_UP_REQUESTS = 40_000;
const LONGEST_SECONDS = 120;

const missing = ['nginx', 'h2load'].filter((name) => !hasProgram(name));
if (missing.length > 0) {
  print(`${missing.join(' and ')} not installed (apt install nginx-light nghttp2-client): nothing to compare with`);
  process.exit(0);
}

const server = await startHttp2Server(13);
const COMMANDS = {
  'api-load': ours(server.url, {
    connections: 100,
    seconds: LONGEST_SECONDS,
    more: ['--http2', '--connections', '10'],
  }),
  h2load: ['h2load', '-c10', '-m10', '-t1', '-D', String(LONGEST_SECONDS), server.url],
};
const samples = { 'api-load': [], h2load: [] };
print(
  `nginx on core 1, client on core 0, ${values.rounds} rounds of ${values.seconds} s, load average ${loadavg()[0].toFixed(1)}`,
);
try {
  for (let round = 0; round < Number(values.rounds); round += 1)
    for (const name of Object.keys(COMMANDS).sort(() => Math.random() - 0.5)) samples[name].push(await measure(name));
  const [mine, theirs] = [median(samples['api-load']), median(samples.h2load)];
  print(
    `µs/request: api-load ${mine.toFixed(2)}, h2load ${theirs.toFixed(2)}; load average ${loadavg()[0].toFixed(1)}`,
  );
  const ratios = samples.h2load.map((value, round) => value / samples['api-load'][round]);
  verdict(`at least 0.75 of h2load: ${median(ratios).toFixed(2)}`, median(ratios) >= 0.75);
} finally {
  server.stop();
}

/** Microseconds of CPU a request. */
async function measure(name) {
  await server.count();
  const { stdout, window } = await measureCpu(COMMANDS[name], server, {
    fromMs: 500,
    fromRequest: WARM_UP_REQUESTS,
    lastsMs: Number(values.seconds) * 1_000,
    interrupts: true,
  });
  if (name === 'api-load' && JSON.parse(stdout).data.targets[0].requests.failed > 0) throw new Error('requests failed');
  return window.cpuUs / window.requests;
}
