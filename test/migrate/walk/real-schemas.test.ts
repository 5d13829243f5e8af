// Random changes to whole schemas of real systems. CHECK=full makes 200 of each, the everyday run a few of one.
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { restore, walk } from './walk.js';

const FOLDER = join(import.meta.dirname, '../../../../shared/corpus/schemas');
const FULL = process.env['CHECK'] === 'full';
const STEPS = Number(process.env['STEPS'] ?? (FULL ? 200 : 3));
const SEED = Number(process.env['SEED'] ?? 5);

/** What every step may speak of. */
const EXTRA = `CREATE SCHEMA IF NOT EXISTS app;
  DO $$ BEGIN CREATE ROLE walker; EXCEPTION WHEN duplicate_object THEN NULL; END $$;`;

test.each(FULL ? ['danbooru.sql', 'travis.sql'] : ['danbooru.sql'])(
  'random changes to %s are followed, taken back and followed again',
  async (name) => {
    if (!existsSync(FOLDER)) {
      process.stdout.write('left out: ../shared/corpus is not there, so no real schema was changed\n');
      return;
    }
    const schema = await readFile(join(FOLDER, name), 'utf8');
    const failures = await walk({
      start: (database) => restore(database, `${schema}\n${EXTRA}`),
      steps: STEPS,
      seed: SEED,
      stride: 1,
    });
    if (FULL) process.stdout.write(`${name}: ${STEPS} changes, ${failures.length} failed\n`);
    expect(failures).toEqual([]);
  },
  FULL ? 3_600_000 : 240_000,
);
