// What `--help` loads, and what it costs over bare Node: 25 ms of CPU at most.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from '../support/source-files.js';

const BINS = ['scaffold/bin/api-scaffold.js', 'migrate/bin/db-migrate.js', 'load/bin/api-load.js'].map((bin) =>
  join(ROOT, 'packages', bin),
);

/** Every file that is loaded before anything is asked for, and the packages that they name. */
function staticClosure(entry: string): { files: Set<string>; packages: Set<string> } {
  const files = new Set<string>();
  const packages = new Set<string>();
  const visit = (file: string): void => {
    if (files.has(file)) return;
    files.add(file);
    for (const [, target = ''] of readFileSync(file, 'utf8').matchAll(
      /^(?:import|export)\s(?:[^'"]*?from\s*)?['"]([^'"]+)['"]/gm,
    )) {
      if (target.startsWith('.')) visit(join(dirname(file), target));
      else if (target.startsWith('@senior-backend/core/'))
        visit(join(ROOT, 'packages/core/dist', `${target.slice('@senior-backend/core/'.length)}.js`));
      else if (!target.startsWith('node:')) packages.add(target);
    }
  };
  visit(entry);
  return { files, packages };
}

test.each(BINS.map((bin) => [relative(ROOT, bin), bin]))('%s loads commander and light files alone', (_, bin) => {
  const { files, packages } = staticClosure(bin);
  // commander comes through require.
  expect([...packages]).toEqual([]);
  expect(files.size).toBeLessThan(30);
});

/** User and system time of one run, as the kernel accounts for a finished child. */
function cpuMs(args: readonly string[]): number {
  const timed = 'TIMEFORMAT="%U %S"; { time "$@" >/dev/null 2>/dev/null; } 2>&1';
  const [user = '0', system = '0'] = execFileSync('bash', ['-c', timed, 'bash', process.execPath, ...args], {
    encoding: 'utf8',
  }).split(' ');
  return (Number(user) + Number(system)) * 1_000;
}

test('--help costs at most 25 ms of CPU over bare Node', () => {
  const empty = join(import.meta.dirname, '../support/empty.js');
  for (const bin of BINS) {
    // Interleaved, and the least of each: other work on the machine only ever adds.
    const runs = Array.from({ length: 12 }, () => ({ help: cpuMs([bin, '--help']), bare: cpuMs([empty]) }));
    const over = Math.min(...runs.map((run) => run.help)) - Math.min(...runs.map((run) => run.bare));
    expect(over, relative(ROOT, bin)).toBeLessThanOrEqual(25);
  }
});
