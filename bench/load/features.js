// What templates and assertions cost: CPU time a request with and without them, in turn, against the same server, once both are
// compiled. Passes where everything together costs at most 1.5 µs more than nothing, by the upper end of the 95 % interval;
// goes on for as long as the interval holds that bar. Four to ten minutes.
// Usage: node bench/load/features.js [--rounds 40] [--seconds 3] [--connections 50]
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ours } from './support/clients.js';
import { measureCpu, startServer } from './support/processes.js';
import { estimateShift, median, verdict } from './support/statistics.js';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '40' },
    seconds: { type: 'string', default: '3' },
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
/** Of everything; after these, of the two that the verdict is about, so many at a time. */
const FIRST_ROUNDS = 6;
const STEP = 5;
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

const WARM_UP_REQUESTS = 40_000;
const LONGEST_SECONDS = 120;
const server = await startServer(13);
const samples = Object.fromEntries(Object.keys(FEATURES).map((name) => [name, []]));
const differencesOf = (name) => samples[name].map((value, round) => value - samples.plain[round]);
print(`rounds of ${values.seconds} s each, load average ${loadavg()[0].toFixed(1)}`);
try {
  await measureRounds(Object.keys(FEATURES), FIRST_ROUNDS);
  while (undecided() && samples.plain.length < Number(values.rounds)) await measureRounds(['plain', EVERYTHING], STEP);
  for (const name of Object.keys(FEATURES)) describe(name);
  const { high } = estimateShift(differencesOf(EVERYTHING));
  verdict(
    `everything costs at most ${MOST_MORE_US} µs a request more: at most ${high.toFixed(2)}, after ${samples.plain.length} rounds${undecided() ? ' (undecided: a quieter machine, or more --rounds)' : ''}`,
    high <= MOST_MORE_US,
  );
} finally {
  server.stop();
  rmSync(folder, { recursive: true });
}

/** The interval holds the bar. */
function undecided() {
  const { low, high } = estimateShift(differencesOf(EVERYTHING));
  return low <= MOST_MORE_US && high > MOST_MORE_US;
}

async function measureRounds(names, rounds) {
  for (let round = 0; round < rounds; round += 1)
    for (const name of names.toSorted(() => Math.random() - 0.5)) samples[name].push(await measure(name));
}

/** Microseconds of CPU a request, once everything is compiled: that takes requests rather than time. */
async function measure(name) {
  const { connections } = values;
  await server.count();
  const { stdout, window } = await measureCpu(
    ours(server.url, { connections, seconds: LONGEST_SECONDS, more: FEATURES[name] }),
    server,
    { fromMs: 500, fromRequest: WARM_UP_REQUESTS, lastsMs: Number(values.seconds) * 1_000, interrupts: true },
  );
  const { ok, sent, unfinished } = JSON.parse(stdout).data.targets[0].requests;
  if (ok + unfinished !== sent) throw new Error(`${sent - ok} of ${sent} requests failed with ${name}`);
  return window.cpuUs / window.requests;
}

function describe(name) {
  const { shift, low, high } = estimateShift(differencesOf(name));
  const signed = (us) => `${us < 0 ? '' : '+'}${us.toFixed(2)}`;
  const more = name === 'plain' ? '' : `, ${signed(shift)} [${signed(low)}, ${signed(high)}]`;
  print(`  ${name.padEnd(36)} ${median(samples[name]).toFixed(2)} µs/request${more}`);
}
