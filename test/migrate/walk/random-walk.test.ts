import { expect, test } from 'vitest';
import { WALK_START } from './start.js';
import { restore, walk } from './walk.js';

const FULL = process.env['CHECK'] === 'full';
const STEPS = Number(process.env['STEPS'] ?? (FULL ? 2_000 : 24));
const SEED = Number(process.env['SEED'] ?? 11);

test(
  'each step of a random walk is followed, taken back and followed again',
  async () => {
    const start = (database: Parameters<typeof restore>[0]): Promise<void> => restore(database, WALK_START);
    expect(await walk({ start, steps: STEPS, seed: SEED, stride: 3 })).toEqual([]);
  },
  FULL ? 7_200_000 : 600_000,
);
