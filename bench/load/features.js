// What templates and assertions cost: CPU time a request with and without them. Both run against the same server in turns of a
// quarter of a second within one life; a life gives one difference, because what a compiler makes of a program differs from life
// to life. Passes where everything together costs at most 1.5 µs more than nothing, by the upper end of the 95 % interval over
// lives, and ends as soon as the interval lies on one side of that bar. Three to six minutes.
// Usage: node bench/load/features.js [--lives 13] [--turns 30] [--connections 50]
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ours } from './support/clients.js';
import { startServer } from './support/processes.js';
import { estimateShift, median, verdict } from './support/statistics.js';
import { startInTurn } from './support/turns.js';

const { values } = parseArgs({
  options: {
    lives: { type: 'string', default: '13' },
    turns: { type: 'string', default: '30' },
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
const TURN_MS = 250;
/** Fewer differences reach 95 % with no interval. */
const LEAST_LIVES = 6;
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
const LONGEST_SECONDS = 600;
const server = await startServer(13);
/** By feature: one figure a life. The first life shows all of them, the others the two that the verdict is about. */
const costs = Object.fromEntries(Object.keys(FEATURES).map((name) => [name, []]));
const differencesOf = (name) => costs[name].map((cost, life) => cost - costs.plain[life]);
const began = performance.now();
print(`turns of ${TURN_MS} ms, load average ${loadavg()[0].toFixed(1)}`);
try {
  await live(Object.keys(FEATURES));
  print('the first life:');
  for (const [name, [cost]] of Object.entries(costs))
    print(`  ${name.padEnd(36)} ${cost.toFixed(2)} µs/request, ${signed(cost - costs.plain[0])}`);
  while (isOpen() && costs.plain.length < Number(values.lives)) await live(['plain', EVERYTHING]);
  report();
} finally {
  server.stop();
  rmSync(folder, { recursive: true });
}

/** Too few lives, or an interval that holds the bar. */
function isOpen() {
  const { low, high } = estimateShift(differencesOf(EVERYTHING));
  return costs.plain.length < LEAST_LIVES || (low <= MOST_MORE_US && high > MOST_MORE_US);
}

/** Starts each (a timeout counts while it is stopped, too), gives each its turns in an order that changes, and keeps the median difference to the plain one beside its cost. */
async function live(names) {
  const clients = new Map();
  const rounds = [];
  try {
    for (const name of names.toSorted(() => Math.random() - 0.5)) {
      const command = ours(server.url, {
        ...values,
        seconds: LONGEST_SECONDS,
        more: ['--timeout', '600', ...FEATURES[name]],
      });
      clients.set(name, await startInTurn(command, server, WARM_UP_REQUESTS));
    }
    for (let turn = 0; turn < Number(values.turns); turn += 1) {
      const round = {};
      for (const name of names.toSorted(() => Math.random() - 0.5)) round[name] = await clients.get(name).run(TURN_MS);
      rounds.push(round);
    }
    for (const client of clients.values()) refuseFailures(JSON.parse(await client.end()));
  } finally {
    for (const client of clients.values()) client.kill();
  }
  const plain = median(rounds.map((round) => round.plain));
  for (const name of names) costs[name].push(plain + median(rounds.map((round) => round[name] - round.plain)));
}

function refuseFailures({ data }) {
  const [{ requests, errors }] = data.targets;
  if (requests.failed > 0)
    throw new Error(`${requests.failed} of ${requests.sent} requests failed: ${JSON.stringify(errors)}`);
}

function report() {
  const { shift, low, high } = estimateShift(differencesOf(EVERYTHING));
  const lives = `${costs.plain.length} lives, ${((performance.now() - began) / 1_000).toFixed(0)} s`;
  print(
    `plain ${median(costs.plain).toFixed(2)} µs/request; everything ${signed(shift)} [${signed(low)}, ${signed(high)}] over ${lives}; load average ${loadavg()[0].toFixed(1)}`,
  );
  const open = isOpen() ? ' (undecided: a quieter machine, or more --lives)' : '';
  verdict(
    `everything costs at most ${MOST_MORE_US} µs a request more: at most ${high.toFixed(2)}${open}`,
    high <= MOST_MORE_US,
  );
}

function signed(us) {
  return `${us < 0 ? '' : '+'}${us.toFixed(2)}`;
}
