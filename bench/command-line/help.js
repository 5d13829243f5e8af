// CPU of `--help` over bare Node, in turn. The contract allows 25 ms; other work on the machine only ever adds.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const ROUNDS = 25;
const packages = join(import.meta.dirname, '../../packages');
const commands = {
  'bare Node': ['-e', ''],
  'api-scaffold --help': [join(packages, 'scaffold/bin/api-scaffold.js'), '--help'],
  'db-migrate --help': [join(packages, 'migrate/bin/db-migrate.js'), '--help'],
  'api-load --help': [join(packages, 'load/bin/api-load.js'), '--help'],
};

/** User and system time of one run in milliseconds, as the kernel accounts for a finished child. */
function cpuMs(args) {
  const timed = 'TIMEFORMAT="%U %S"; { time "$@" >/dev/null 2>/dev/null; } 2>&1';
  const { stdout } = spawnSync('bash', ['-c', timed, 'bash', process.execPath, ...args], { encoding: 'utf8' });
  const [user, system] = stdout.trim().split(' ').map(Number);
  return (user + system) * 1_000;
}

const samples = Object.fromEntries(Object.keys(commands).map((name) => [name, []]));
for (let round = 0; round < ROUNDS; round += 1) {
  for (const [name, args] of Object.entries(commands)) samples[name].push(cpuMs(args));
}

const least = (name) => Math.min(...samples[name]);
const median = (name) => samples[name].toSorted((a, b) => a - b)[Math.floor(ROUNDS / 2)];
for (const name of Object.keys(commands)) {
  const over =
    name === 'bare Node'
      ? ''
      : `   over bare Node: least ${(least(name) - least('bare Node')).toFixed(0)}, median ${(median(name) - median('bare Node')).toFixed(0)} ms`;
  console.log(
    `${name.padEnd(22)} least ${least(name).toFixed(0)} ms, median ${median(name).toFixed(0)} ms of CPU${over}`,
  );
}
