// How often a comparison is wrong: two equal targets (false alarms), and one that is 5 % slower at the median (power). Passes
// where at most 5 % of the equal ones are called different in any metric, and at least 80 % of the others are found at the median.
// Equal and slower ones come in random order. Wants a quiet machine (load average below 0.5 when it begins): about eleven minutes as it
// is, and (seconds + 1.5) × experiments × 2 in general. Usage: node bench/load/comparison.js [--experiments 50] [--seconds 5] [--rate 1000]
import { spawnSync } from 'node:child_process';
import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { onCore, startScript, withPriority } from './support/processes.js';
import { median, verdict } from './support/statistics.js';

const { values } = parseArgs({
  options: {
    experiments: { type: 'string', default: '50' },
    seconds: { type: 'string', default: '5' },
    rate: { type: 'string', default: '1000' },
  },
});
const print = (line) => process.stdout.write(`${line}\n`);
const BIN = new URL('../../packages/load/bin/api-load.js', import.meta.url).pathname;
const server = await startScript('delay-server.js');
const url = (ms) => `http://127.0.0.1:${server.port}/${ms}`;

function compare(before, after) {
  const command = [
    process.execPath,
    BIN,
    url(before),
    url(after),
    '--compare',
    '-r',
    values.rate,
    '-d',
    values.seconds,
    '--pacing',
    'spin',
    '--json',
  ];
  const [program, ...args] = withPriority(onCore(0, command));
  const { stdout } = spawnSync(program, args, { maxBuffer: 64 * 1024 * 1024 });
  const { comparison, client } = JSON.parse(stdout).data;
  const of = (name) => comparison.metrics.find((metric) => metric.name === name);
  return { verdict: comparison.verdict, p50: of('p50'), client: client.verdict };
}

const experiments = Number(values.experiments);
const isDifferent = (verdict) => verdict === 'faster' || verdict === 'slower';
const isFlagged = (run) => isDifferent(run.verdict);
const isFound = (run) => run.p50?.verdict === 'slower';
const share = (list, test) => `${list.filter(test).length} of ${list.length}`;
print(
  `${experiments} experiments each of ${values.seconds} s at ${values.rate}/s, load average ${loadavg()[0].toFixed(1)}`,
);
const equal = [];
const slower = [];
try {
  const plan = Array.from({ length: experiments * 2 }, (_, index) => index % 2 === 0).sort(() => Math.random() - 0.5);
  for (const [done, isEqual] of plan.entries()) {
    if (isEqual) equal.push(compare('2.00', '2.00'));
    else slower.push(compare('2.00', '2.10'));
    if ((done + 1) % 10 === 0) print(`  ${done + 1} of ${plan.length}: ${soFar()}`);
  }
  report();
} finally {
  server.stop();
}

function soFar() {
  return `equal, called different ${share(equal, isFlagged)}; slower, found ${share(slower, isFound)}`;
}

function report() {
  const shifts = slower.map((run) => run.p50?.shift ?? Number.NaN);
  print(
    `equal targets: ${share(equal, isFlagged)} called different, ${share(equal, (run) => run.verdict === 'equivalent')} equivalent; at the median ${share(equal, (run) => isDifferent(run.p50?.verdict))}`,
  );
  print(`5 % slower: ${share(slower, isFound)} found at the median; estimate ${(median(shifts) * 100).toFixed(1)} %`);
  print(
    `overall verdict slower: ${share(slower, (run) => run.verdict === 'slower')}; client healthy in ${share([...equal, ...slower], (run) => run.client === 'healthy')}; load average ${loadavg()[0].toFixed(1)}`,
  );
  const [flagged, found] = [equal.filter(isFlagged).length, slower.filter(isFound).length];
  verdict(
    `at most 5 % of equal targets are called different: ${flagged} of ${experiments}`,
    flagged <= experiments * 0.05,
  );
  verdict(`at least 80 % of slower ones are found: ${found} of ${experiments}`, found >= experiments * 0.8);
}
