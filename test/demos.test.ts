// `NAME --demo` of the built commands: each shows itself on nothing but itself, and leaves nothing.
import { execFile } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from './support/source-files.js';

interface Shown {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly left: readonly string[];
}

function demo(bin: string): Promise<Shown> {
  const folder = mkdtempSync(join(tmpdir(), 'demo-'));
  chmodSync(folder, 0o755);
  const env = { ...process.env, TMPDIR: folder, NO_COLOR: '1' };
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [join(ROOT, 'packages', bin), '--demo'],
      { cwd: folder, env },
      (error, stdout, stderr) => {
        resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr, left: readdirSync(folder) });
      },
    );
  });
}

test('api-scaffold', async () => {
  const { code, stdout, stderr, left } = await demo('scaffold/bin/api-scaffold.js');
  expect(stderr).toMatch(/^\$ api-scaffold \S+openapi\.yaml --dry-run\n/);
  expect(stdout).toContain('- GET /books (listBooks)');
  expect([code, left]).toEqual([0, []]);
});

test('db-migrate', async () => {
  const { code, stdout, stderr, left } = await demo('migrate/bin/db-migrate.js');
  expect(stderr).toContain("$ db-migrate --analyze --connection '***'\n");
  expect(stdout).toMatch(/orders\.user_id - [\d.]+ms avg query time, ADD INDEX recommended/);
  expect(stdout).toMatch(/N\+1 QUERY RISKS \(1 found\):\n {2}- order_items by order_id: 250 calls for 5 list calls/);
  expect([code, left]).toEqual([0, []]);
});

test('api-load', async () => {
  const { code, stdout, left } = await demo('load/bin/api-load.js');
  expect(stdout).toContain('B is slower than A');
  // Slower than the tolerance: that is what the demo shows.
  expect([code, left]).toEqual([1, []]);
});
