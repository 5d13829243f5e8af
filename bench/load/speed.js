// CPU time a request of api-load beside wrk, in one alternating run against the same counting server.
// Usage: node bench/load/speed.js [--rounds 5] [--seconds 3] [--bytes 13] [--connections 10,50,200]
import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { hasProgram, measureCpu, median, startServer } from './support/processes.js';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '3' },
    bytes: { type: 'string', default: '13' },
    connections: { type: 'string', default: '10,50,200' },
  },
});
const print = (line) => process.stdout.write(`${line}\n`);
const BIN = new URL('../../packages/load/bin/api-load.js', import.meta.url).pathname;

const clients = {
  'api-load': (url, connections) => [
    process.execPath,
    BIN,
    url,
    '-c',
    String(connections),
    '-d',
    values.seconds,
    '--threads',
    '1',
    '--json',
  ],
  ...(hasProgram('wrk')
    ? { wrk: (url, connections) => ['wrk', '-t1', `-c${connections}`, `-d${values.seconds}`, url] }
    : {}),
};
if (!clients.wrk) print('wrk is not installed (apt install wrk): api-load is measured alone');

const server = await startServer(values.bytes);
const url = `http://127.0.0.1:${server.port}/`;
print(
  `${values.bytes} bytes, ${values.rounds} rounds of ${values.seconds} s each, client on core 0, server on core 1, load average ${loadavg()[0].toFixed(1)}`,
);
print('connections  client     µs/request whole process  in the engine  requests/s  ratio to wrk (whole, engine)');
try {
  for (const connections of values.connections.split(',').map(Number)) {
    const samples = Object.fromEntries(Object.keys(clients).map((name) => [name, []]));
    const ratios = { whole: [], engine: [] };
    for (let round = 0; round < Number(values.rounds); round += 1) {
      const order = Object.keys(clients).sort(() => Math.random() - 0.5);
      for (const name of order) {
        await server.count();
        const { cpuUs, stdout } = await measureCpu(clients[name](url, connections));
        const counted = await server.count();
        const sample = { whole: cpuUs / counted, engine: Number.NaN, rate: counted / Number(values.seconds) };
        if (name === 'api-load') {
          const { data } = JSON.parse(stdout);
          const [{ requests }] = data.targets;
          if (requests.sent !== counted || requests.ok !== counted)
            throw new Error(`the server counted ${counted} requests, the report says ${JSON.stringify(requests)}`);
          sample.engine = (data.client.cpuMs * 1_000) / counted;
        }
        samples[name].push(sample);
      }
      if (clients.wrk) {
        ratios.whole.push(samples.wrk.at(-1).whole / samples['api-load'].at(-1).whole);
        ratios.engine.push(samples.wrk.at(-1).whole / samples['api-load'].at(-1).engine);
      }
    }
    for (const [name, list] of Object.entries(samples)) {
      const of = (key) => median(list.map((sample) => sample[key]));
      const ratio =
        name === 'api-load' && clients.wrk
          ? `${median(ratios.whole).toFixed(2)}, ${median(ratios.engine).toFixed(2)}`
          : '';
      const engine = Number.isNaN(of('engine')) ? '–' : of('engine').toFixed(2);
      print(
        `${String(connections).padStart(11)}  ${name.padEnd(9)}  ${of('whole').toFixed(2).padStart(24)}  ${engine.padStart(13)}  ${of('rate').toFixed(0).padStart(10)}  ${ratio}`,
      );
    }
  }
  print("in every run of api-load the server's own count equalled the report's");
} finally {
  server.stop();
}
