// CPU time a request of api-load beside wrk, autocannon and hey, in one alternating run against the same counting server. Of
// everybody the same is measured: user and system time of the process, all of its threads and children, in a window within the
// run, over the requests that the server saw in it. Nobody pipelines, and everybody reads the whole answer. Passes where the engine costs
// no more than the bars below say. Wants a quiet machine: about 15 minutes as it is, and 8 with --tls. A peer that is not
// installed is left out.
// Usage: node bench/load/speed.js [--rounds 5] [--seconds 3] [--bytes 13,10240,102400] [--connections 10,50,200]
//                                 [--engines fast,portable] [--peers wrk,autocannon,hey] [--tls]
import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { installedPeers, ours } from './support/clients.js';
import { measureCpu, startServer } from './support/processes.js';
import { median, verdict } from './support/statistics.js';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '3' },
    bytes: { type: 'string', default: '13,10240,102400' },
    connections: { type: 'string', default: '10,50,200' },
    engines: { type: 'string', default: 'fast,portable' },
    peers: { type: 'string', default: 'wrk,autocannon,hey' },
    tls: { type: 'boolean', default: false },
  },
});
/** What is compiled while it runs is compiled by then. */
const WARM_UP = { fromMs: 500, fromRequest: 20_000 };
const LONGEST_SECONDS = 120;
const print = (line) => process.stdout.write(`${line}\n`);
const engines = values.engines.split(',');
const { peers, missing } = installedPeers(values.peers.split(','));
if (missing.length > 0) print(`not installed, and left out: ${missing.join(', ')}`);
const seconds = Number(values.seconds);
print(
  `${values.tls ? 'TLS, ' : ''}${values.rounds} rounds of ${seconds} s each, client on core 0, server on core 1, load average ${loadavg()[0].toFixed(1)}`,
);
print(`µs of CPU a request: from request ${WARM_UP.fromRequest} on, and of the whole process with its start`);

/** One client's run: CPU a request by the server's own count. */
async function sample(server, name, connections) {
  const { url, ca } = server;
  const own = engines.includes(name);
  const more = own ? ['--engine', name, ...(ca ? ['--ca', ca] : [])] : [];
  const options = { connections, seconds: LONGEST_SECONDS };
  const command = own ? ours(url, { ...options, more }) : peers[name](url, options);
  await server.count();
  const window = { ...WARM_UP, lastsMs: seconds * 1_000, interrupts: true };
  const { cpuUs, stdout, window: steady } = await measureCpu(command, server, window);
  const counted = steady.before + steady.requests + (await server.count());
  if (own) checkCount(stdout, counted);
  return { whole: cpuUs / counted, steady: steady.cpuUs / steady.requests, rate: steady.requests / seconds };
}

function checkCount(stdout, counted) {
  const { requests } = JSON.parse(stdout).data.targets[0];
  if (requests.delivered !== counted || requests.failed > 0)
    throw new Error(`the server counted ${counted} requests, the report says ${JSON.stringify(requests)}`);
}

/**
 * Lowest of all cells, and geometric mean; of the engine that `auto` takes. Twice autocannon and 2.5 times hey are bars for the
 * mean: at 13 bytes the system calls are nearly all of it, and wrk itself is at 1.5 to 1.7 of autocannon there.
 */
const BARS = values.tls
  ? { wrk: { lowest: 0.85, mean: 0.85 }, autocannon: { lowest: 1, mean: 1.7 } }
  : { wrk: { lowest: 0.8, mean: 0.9 }, autocannon: { lowest: 1, mean: 2 }, hey: { lowest: 1, mean: 2.5 } };

const cells = [];
for (const bytes of values.bytes.split(',')) {
  const server = await startServer(bytes, values.tls);
  try {
    for (const connections of values.connections.split(',').map(Number)) {
      const names = [...engines, ...Object.keys(peers)];
      const samples = Object.fromEntries(names.map((name) => [name, []]));
      for (let round = 0; round < Number(values.rounds); round += 1)
        for (const name of names.toSorted(() => Math.random() - 0.5))
          samples[name].push(await sample(server, name, connections));
      report(bytes, connections, samples);
    }
  } finally {
    server.stop();
  }
}
summarise();
print("in every run of api-load the server's own count equalled the report's");

/** Ratios are of runs of the same round: what disturbs one is likely to disturb its neighbour. */
function report(bytes, connections, samples) {
  print(`\n${bytes} bytes, ${connections} connections`);
  for (const [name, list] of Object.entries(samples)) {
    const of = (key) => median(list.map((run) => run[key]));
    const shown = [of('steady'), of('whole')].map((us) => us.toFixed(2).padStart(8));
    print(`  ${name.padEnd(11)}${shown.join('')} ${of('rate').toFixed(0).padStart(8)}/s`);
    if (!engines.includes(name)) continue;
    for (const peer of Object.keys(peers)) {
      const ratio = median(list.map((run, round) => samples[peer][round].steady / run.steady));
      cells.push({ engine: name, peer, ratio });
      print(`      ${ratio.toFixed(2)} of ${peer}'s efficiency`);
    }
  }
}

function summarise() {
  print('\nover all cells: lowest and geometric mean of the ratios');
  for (const engine of engines)
    for (const peer of Object.keys(peers)) {
      const ratios = cells.filter((cell) => cell.engine === engine && cell.peer === peer).map(({ ratio }) => ratio);
      const mean = Math.exp(ratios.reduce((sum, ratio) => sum + Math.log(ratio), 0) / ratios.length);
      const lowest = Math.min(...ratios);
      const bar = engine === engines[0] ? BARS[peer] : undefined;
      const line = `${engine} / ${peer}: ${lowest.toFixed(2)}, ${mean.toFixed(2)}`;
      if (bar) verdict(`${line} (at least ${bar.lowest} and ${bar.mean})`, lowest >= bar.lowest && mean >= bar.mean);
      else print(`      ${line}`);
    }
}
