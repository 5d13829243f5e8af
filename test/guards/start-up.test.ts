// What `--help` loads, and how it is loaded. What that costs is measured by bench/command-line/help.js.
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Script } from 'node:vm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ROOT } from '../support/source-files.js';

const COMMANDS = [
  ['scaffold', 'api-scaffold'],
  ['migrate', 'db-migrate'],
  ['load', 'api-load'],
] as const;

const bundleOf = (folder: string): string => join(ROOT, 'packages', folder, 'dist/bundle');

/** Every file that is loaded before anything is asked for, and the packages that they name. */
function staticClosure(...entries: readonly string[]): { files: Set<string>; packages: Set<string> } {
  const files = new Set<string>();
  const packages = new Set<string>();
  const visit = (file: string): void => {
    if (files.has(file)) return;
    files.add(file);
    for (const [, target = ''] of readFileSync(file, 'utf8').matchAll(/^(?:let|const) \w+ = require\("([^"]+)"\)/gm)) {
      if (target.startsWith('.')) visit(join(dirname(file), target));
      else if (!target.startsWith('node:')) packages.add(target);
    }
  };
  for (const entry of entries) visit(entry);
  return { files, packages };
}

test.each(COMMANDS)('%s loads little', (folder) => {
  const { files, packages } = staticClosure(join(bundleOf(folder), 'start.js'), join(bundleOf(folder), 'main.js'));
  expect([...packages]).toEqual([]);
  const bytes = [...files].reduce((sum, file) => sum + statSync(file).size, 0);
  expect(files.size).toBeGreaterThan(2);
  expect(bytes).toBeLessThan(40_000);
});

test.each(COMMANDS)(
  'V8 takes the code of every file of %s as the build has left it, but for the one that imports',
  (folder) => {
    const bundle = bundleOf(folder);
    const { cachePathsOf, scriptOf } = createRequire(import.meta.url)(join(bundle, 'start.js')) as {
      cachePathsOf(path: string): { code: string; source: string };
      scriptOf(path: string, source: Buffer, cachedData: Buffer): Script;
    };
    const withoutCode = readdirSync(bundle).filter((name) => {
      const path = join(bundle, name);
      const { code, source } = cachePathsOf(path);
      if (!name.endsWith('.js')) return false;
      if (!existsSync(code) || !readFileSync(source).equals(readFileSync(path))) return true;
      return scriptOf(path, readFileSync(path), readFileSync(code)).cachedDataRejected !== false;
    });
    expect(withoutCode).toEqual([expect.stringMatching(/^import-module-/)]);
  },
);

let copy = '';
beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'start-up-'));
  for (const [folder, bin] of COMMANDS) {
    cpSync(bundleOf(folder), join(copy, folder, 'dist/bundle'), { recursive: true });
    for (const name of ['bin', 'package.json'])
      cpSync(join(ROOT, 'packages', folder, name), join(copy, folder, name), { recursive: true });
    // A word in its place that is as long: V8 looks at no more than the length of what it has the code of.
    const main = readdirSync(join(copy, folder, 'dist/bundle')).filter((name) => name.startsWith('main-'));
    for (const name of main) {
      const path = join(copy, folder, 'dist/bundle', name);
      writeFileSync(path, readFileSync(path, 'utf8').replaceAll(`"${bin}"`, `"${bin.toUpperCase()}"`));
    }
  }
});
afterAll(() => rmSync(copy, { recursive: true, force: true }));

test.each(COMMANDS)('%s runs what its files say, and not what they said when it was built', (folder, bin) => {
  const help = (): string =>
    execFileSync(process.execPath, [join(copy, folder, 'bin', `${bin}.js`), '--help'], { encoding: 'utf8' });
  expect(help()).toContain(bin.toUpperCase());
  rmSync(join(copy, folder, 'dist/bundle/code-cache'), { recursive: true });
  expect(help()).toContain(bin.toUpperCase());
});
