// The demo, as a user runs it: to its end, and interrupted in the middle.
import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from './support/source-files.js';

interface Told {
  readonly code: number | null;
  readonly text: string;
}

/** Runs the demo; sends SIGINT as soon as the text holds `interruptAt`. */
function tellDemo(interruptAt?: string): Promise<Told> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['examples/shop/demo/main.js'], {
      cwd: ROOT,
      env: { ...process.env, CI: 'true', NO_COLOR: '1' },
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
    child.on('close', (code) => resolve({ code, text }));
  });
}

/** What a demo might leave behind: its work folder, and the folder of its server. */
function leftovers(): readonly string[] {
  const work = readdirSync(join(ROOT, 'examples/shop')).filter((name) => name.startsWith('.demo-'));
  const servers = readdirSync(tmpdir()).filter((name) => name.startsWith('senior-backend-pg-'));
  return [...work, ...servers];
}

test('to its end: every step works, the index is the one that is missing, the gain is measured, nothing is left', async () => {
  const before = leftovers();
  const { code, text } = await tellDemo();
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
  expect(leftovers()).toEqual(before);
}, 240_000);

test('interrupted: it stops, cleans up, and says 130', async () => {
  const before = leftovers();
  const { code } = await tellDemo('4. How fast is it?');
  expect(code).toBe(130);
  expect(leftovers()).toEqual(before);
}, 120_000);
