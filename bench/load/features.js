// What templates and assertions cost: CPU time a request with and without them, in turn, against the same server. Passes
// where everything together costs at most 1.5 µs more than nothing. About four minutes.
// Usage: node bench/load/features.js [--rounds 5] [--seconds 5] [--connections 50]
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ours } from './support/clients.js';
import { measureCpu, median, startServer } from './support/processes.js';
import { verdict } from './support/statistics.js';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '5' },
    connections: { type: 'string', default: '50' },
  },
});
const print = (line) => process.stdout.write(`${line}\n`);
const folder = mkdtempSync(join(tmpdir(), 'bench-features-'));
const file = (name, text) => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const step = (more) => `steps:\n  - ${JSON.stringify({ request: 'GET /', ...more })}\n`;
const EVERYTHING = 'UUID, templates, capture and status';
const MOST_MORE_US = 1.5;
const FEATURES = {
  plain: [],
  'expected status': ['--expect-status', '200'],
  'a template in path and header': [
    '--scenario',
    file('template.yaml', step({ request: 'GET /?n={{$seq}}', headers: { 'X-Run': '{{$int 1 1000}}' } })),
  ],
  'a captured header': ['--scenario', file('capture.yaml', step({ capture: { server: 'header Server' } }))],
  'a UUID in the content': ['--scenario', file('uuid.yaml', step({ request: 'POST /', body: { id: '{{$uuid}}' } }))],
  'template, capture and status': [
    '--scenario',
    file(
      'all.yaml',
      step({ request: 'GET /?n={{$seq}}', capture: { server: 'header Server' }, headers: { 'X-Run': '{{$seq}}' } }),
    ),
    '--expect-status',
    '200',
  ],
  [EVERYTHING]: [
    '--scenario',
    file(
      'everything.yaml',
      step({
        request: 'POST /?n={{$seq}}',
        headers: { 'X-Run': '{{$int 1 1000}}' },
        body: { id: '{{$uuid}}', n: '{{$seq}}' },
        capture: { server: 'header Server' },
        expect: 200,
      }),
    ),
  ],
};

const server = await startServer(13);
const samples = Object.fromEntries(Object.keys(FEATURES).map((name) => [name, []]));
print(`${values.rounds} rounds of ${values.seconds} s each, load average ${loadavg()[0].toFixed(1)}`);
try {
  for (let round = 0; round < Number(values.rounds); round += 1) {
    for (const name of Object.keys(FEATURES).toSorted(() => Math.random() - 0.5)) {
      const { connections, seconds } = values;
      const { stdout } = await measureCpu(ours(server.url, { connections, seconds, more: FEATURES[name] }));
      const { data } = JSON.parse(stdout);
      const { ok, sent } = data.targets[0].requests;
      if (ok !== sent) throw new Error(`${sent - ok} of ${sent} requests failed with ${name}`);
      samples[name].push((data.client.cpuMs * 1_000) / sent);
    }
  }
  const more = (name) => median(samples[name].map((value, round) => value - samples.plain[round]));
  for (const [name, list] of Object.entries(samples)) {
    const shown = more(name) >= 0 ? `+${more(name).toFixed(2)}` : more(name).toFixed(2);
    print(`  ${name.padEnd(36)} ${median(list).toFixed(2)} µs/request, ${shown}`);
  }
  verdict(`everything costs at most ${MOST_MORE_US} µs a request more`, more(EVERYTHING) <= MOST_MORE_US);
} finally {
  server.stop();
  rmSync(folder, { recursive: true });
}
