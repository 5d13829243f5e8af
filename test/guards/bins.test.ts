// Scripts call the commands by their paths: `node packages/load/bin/api-load.js`, and what npm installs is the .cjs beside it.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const PACKAGES = join(import.meta.dirname, '../../packages');
const run = promisify(execFile);

test.each([
  ['scaffold', 'api-scaffold'],
  ['migrate', 'db-migrate'],
  ['load', 'api-load'],
])('%s', async (folder, name) => {
  const [byPath, installed] = await Promise.all(
    ['js', 'cjs'].map((ending) =>
      run(process.execPath, [join(PACKAGES, folder, 'bin', `${name}.${ending}`), '--version']),
    ),
  );
  expect(byPath?.stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  expect(byPath?.stdout).toBe(installed?.stdout);
});
