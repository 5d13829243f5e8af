// What `--help` loads. What that costs is measured by bench/command-line/help.js.
import { readFileSync, statSync } from 'node:fs';
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
      else if (!target.startsWith('node:')) packages.add(target);
    }
  };
  visit(entry);
  return { files, packages };
}

test.each(BINS.map((bin) => [relative(ROOT, bin), bin]))('%s loads little', (_, bin) => {
  const { files, packages } = staticClosure(bin);
  expect([...packages]).toEqual([]);
  const bytes = [...files].reduce((sum, file) => sum + statSync(file).size, 0);
  expect(bytes).toBeLessThan(40_000);
});
