import { expect, test } from 'vitest';
import { highestThatHolds, nextRate, type Trial } from './rate-search.js';

/** Searches a server that holds up to `limit`. */
function search(limit: number, firstRate: number): readonly Trial[] {
  const trials: Trial[] = [];
  for (let rate = nextRate(trials, firstRate); rate !== undefined; rate = nextRate(trials, firstRate)) {
    trials.push({ rate, holds: rate <= limit, reason: '', rps: rate, p99Ms: 1 });
  }
  return trials;
}

test.each([
  [1_000, 50],
  [37, 50],
  [1, 50],
  [123_456, 10],
  [50, 50],
])('a limit of %i is found from %i within a tenth', (limit, firstRate) => {
  const trials = search(limit, firstRate);
  const found = highestThatHolds(trials)?.rate ?? 0;
  expect(found).toBeLessThanOrEqual(limit);
  expect(found * 1.1).toBeGreaterThanOrEqual(Math.min(limit, found + 1) * 0.99);
  expect(limit / found).toBeLessThan(1.11);
  expect(trials.length).toBeLessThanOrEqual(20);
});

test('a server that holds nothing ends the search', () => {
  const trials = search(0, 100);
  expect(highestThatHolds(trials)).toBeUndefined();
  expect(trials.length).toBeLessThan(10);
});

test('a rate that held by luck above one that did not is not believed', () => {
  const trial = (rate: number, holds: boolean): Trial => ({ rate, holds, reason: '', rps: rate, p99Ms: 1 });
  expect(highestThatHolds([trial(10, true), trial(20, false), trial(40, true)])?.rate).toBe(10);
});
