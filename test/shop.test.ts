// The example is what the tools make of its document today, and compiles.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from './support/source-files.js';

const shop = join(ROOT, 'examples/shop');
const node = (...args: readonly string[]): string =>
  execFileSync(process.execPath, [...args], { cwd: shop, encoding: 'utf8' });

test('its generated files are up to date (else: run api-scaffold there)', () => {
  expect(() => node(join(ROOT, 'packages/scaffold/bin/api-scaffold.js'), 'openapi.yaml', '--check')).not.toThrow();
});

test('it compiles under the strictest settings', () => {
  expect(() => node(join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', '.', '--noEmit')).not.toThrow();
});
