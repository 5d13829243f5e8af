// The demo, as a user runs it: to its end, and interrupted in the middle.
import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from './support/source-files.js';

interface Told {
  readonly code: number | null;
  readonly text: string;
  /** Files and folders that were still there when it had ended. */
  readonly left: readonly string[];
}

/** Runs the demo; sends SIGINT as soon as the text holds `interruptAt`. */
function tellDemo(interruptAt?: string): Promise<Told> {
  const temporary = privateTemporaryFolder();
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['examples/shop/demo/main.js'], {
      cwd: ROOT,
      env: { ...process.env, CI: 'true', NO_COLOR: '1', TMPDIR: temporary },
    });
    let text = '';
    let interrupted = false;
    const read = (chunk: Buffer): void => {
      text += chunk.toString();
      if (interruptAt !== undefined && !interrupted && text.includes(interruptAt)) {
        interrupted = true;
        child.kill('SIGINT');
      }
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, text, left: leftovers(temporary) }));
  });
}

/** A folder for temporary files of its own, that the user of the server can reach too. */
function privateTemporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'demo-'));
  chmodSync(folder, 0o755);
  return folder;
}

/** What a demo might leave behind: its work folder, and whatever it put among the temporary files. */
function leftovers(temporary: string): readonly string[] {
  const work = readdirSync(join(ROOT, 'examples/shop')).filter((name) => name.startsWith('.demo-'));
  return [...work, ...readdirSync(temporary)];
}

test('to its end: every step works, the index is the one that is missing, the gain is measured, nothing is left', async () => {
  const { code, text, left } = await tellDemo();
  expect(text).toContain('Generated 13 route handlers in src/routes/');
  expect(text).toContain('Kept 13 route handlers');
  expect(text).toMatch(
    /GET \/users\/seven\/orders\?limit=1000\n400 .*"VALIDATION_ERROR".*"field":"userId".*"field":"limit"/,
  );
  expect(text).toContain('MISSING INDEXES (1 found):');
  expect(text).toMatch(/- orders\.user_id - [\d.]+ms avg query time, ADD INDEX recommended/);
  expect(text).toContain('CREATE INDEX CONCURRENTLY orders_user_id_idx ON public.orders (user_id)');
  expect(text).toMatch(/p50 .*faster/);
  expect(text).toContain('What to try next');
  expect(code).toBe(0);
  expect(left).toEqual([]);
}, 240_000);

test('interrupted: it stops, cleans up, and says 130', async () => {
  const { code, left } = await tellDemo('4. How fast is it?');
  expect(code).toBe(130);
  expect(left).toEqual([]);
}, 120_000);
