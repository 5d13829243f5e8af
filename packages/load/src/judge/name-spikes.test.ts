import { describe, expect, test } from 'vitest';
import type { ActivitySample, DatabaseRecord } from '../model/database.js';
import { nameSpikes, type Stretch } from './name-spikes.js';

const stretches = (p99s: readonly (number | null)[]): readonly Stretch[] =>
  p99s.map((p99Ms, index) => ({ fromMs: index * 1_000, toMs: (index + 1) * 1_000, p99Ms }));

/** A sample every 100 ms for ten seconds; `waiting` gives the sessions that wait for a read at a time. */
const samples = (waiting: (atMs: number) => number): readonly ActivitySample[] =>
  Array.from({ length: 100 }, (_, index) => {
    const sessions = waiting(index * 100);
    const waits = sessions > 0 ? [{ event: 'IO:DataFileRead', statement: 'SELECT 1', sessions }] : [];
    return { atMs: index * 100, running: 1, idleInTransaction: 0, waits };
  });

const record = (parts: Partial<DatabaseRecord>): DatabaseRecord => ({
  serverVersion: 150_000,
  database: 'shop',
  blind: [],
  statements: [],
  samples: [],
  blocks: [],
  totals: { commits: 0, rollbacks: 0, blocksRead: 0, blocksHit: 0, tempBytes: 0, deadlocks: 0, checkpoints: 0 },
  ...parts,
});

const SPIKE = [10, 11, 10, 12, 300, 11, 10, 9, 10, 10];

describe('a spike', () => {
  test('is named by what waits then and not otherwise', () => {
    const [spike, ...others] = nameSpikes(
      stretches(SPIKE),
      record({ samples: samples((atMs) => (atMs >= 4_000 && atMs < 5_000 ? 8 : 0)) }),
    );
    expect(spike).toMatchObject({ fromMs: 4_000, p99Ms: 300, usualMs: 10 });
    expect(spike?.cause).toMatch(/^\d sessions waited for IO:DataFileRead in: SELECT 1$/);
    expect(others).toEqual([]);
  });

  test('is not blamed on what waits all the time', () => {
    const [spike] = nameSpikes(stretches(SPIKE), record({ samples: samples(() => 3) }));
    expect(spike?.cause).toBeNull();
  });

  test('is named by a lock first of all', () => {
    const block = {
      waiting: 'UPDATE t SET x = $1',
      blocking: 'ALTER TABLE t ADD y int',
      blockerIdle: false,
      firstMs: 3_900,
      lastMs: 4_400,
      sessions: 5,
    };
    const [spike] = nameSpikes(stretches(SPIKE), record({ samples: samples(() => 3), blocks: [block] }));
    expect(spike?.cause).toBe(
      '5 sessions waited for the lock of: ALTER TABLE t ADD y int (waiting: UPDATE t SET x = $1)',
    );
  });
});

test.each([
  ['steady latencies', [10, 12, 11, 14, 13]],
  ['a rise of microseconds', [0.2, 0.2, 0.2, 0.9, 0.2]],
  ['too few stretches', [10, 400]],
  ['nothing answered', [null, null, null]],
])('no spike in %s', (_, p99s) => {
  expect(nameSpikes(stretches(p99s), record({}))).toEqual([]);
});
