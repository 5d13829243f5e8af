import { describe, expect, test } from 'vitest';
import type { RateStage } from '../model/plan.js';
import { Arrivals, dueAt, plannedArrivals, rateAt } from './arrivals.js';

const constant: readonly RateStage[] = [{ fromRate: 200, toRate: 200, lengthMs: 15_000 }];
const ramp: readonly RateStage[] = [
  { fromRate: 0, toRate: 500, lengthMs: 30_000 },
  { fromRate: 500, toRate: 500, lengthMs: 10_000 },
  { fromRate: 500, toRate: 100, lengthMs: 5_000 },
];

function all(stages: readonly RateStage[], workers: number, spacing: 'even' | 'poisson', seed = 1): readonly number[] {
  const times: number[] = [];
  for (let worker = 0; worker < workers; worker += 1) {
    const arrivals = new Arrivals(stages, { worker, workers, spacing, seed });
    for (let due = arrivals.next(); Number.isFinite(due); due = arrivals.next()) times.push(due);
  }
  return times.sort((a, b) => a - b);
}

describe('even arrivals', () => {
  test('are at equal distances, without drift', () => {
    const times = all(constant, 1, 'even');
    expect(times).toHaveLength(3_000);
    for (const [index, due] of times.entries()) expect(due).toBeCloseTo(index * 5, 9);
  });

  test.each([1, 2, 3, 7])('are the same shared among %i workers', (workers) => {
    expect(all(ramp, workers, 'even')).toEqual(all(ramp, 1, 'even'));
  });

  test('of a ramp follow its integral', () => {
    const times = all(ramp, 2, 'even');
    expect(times).toHaveLength(plannedArrivals(ramp));
    const until = (ms: number): number => times.filter((due) => due < ms).length;
    expect(until(15_000)).toBeCloseTo(1_875, -1); // 15 s of 0 → 250
    expect(until(30_000)).toBeCloseTo(7_500, -1);
    expect(until(40_000)).toBeCloseTo(12_500, -1);
    for (const [index, due] of times.entries()) if (index > 0) expect(due).toBeGreaterThan(times[index - 1] ?? 0);
  });
});

describe('Poisson arrivals', () => {
  test('have the rate, and the spread of independent ones', () => {
    const times = all(constant, 2, 'poisson');
    expect(Math.abs(times.length - 3_000)).toBeLessThan(4 * Math.sqrt(3_000));
    const gaps = times.slice(1).map((due, index) => due - (times[index] ?? 0));
    const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
    const deviation = Math.sqrt(gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / gaps.length);
    expect(deviation / mean).toBeGreaterThan(0.9);
    expect(deviation / mean).toBeLessThan(1.1);
  });

  test('are the same for the same seed, however they are shared', () => {
    expect(all(constant, 3, 'poisson', 5)).toEqual(all(constant, 1, 'poisson', 5));
    expect(all(constant, 1, 'poisson', 6)).not.toEqual(all(constant, 1, 'poisson', 5));
  });
});

test('the rate at a time', () => {
  expect(rateAt(ramp, 15_000)).toBe(250);
  expect(rateAt(ramp, 42_500)).toBe(300);
  expect(rateAt(ramp, 46_000)).toBe(0);
  expect(dueAt(ramp, 1e9)).toBe(Number.POSITIVE_INFINITY);
});
