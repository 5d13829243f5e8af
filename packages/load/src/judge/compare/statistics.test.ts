import { seededRandom } from '@senior-backend/core/env/memory-env';
import { describe, expect, test } from 'vitest';
import {
  holm,
  LEVEL,
  median,
  pairedInterval,
  pairedShift,
  rankSumP,
  signedRankP,
  unpairedInterval,
  unpairedShift,
} from './statistics.js';

test('median', () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 2, 3])).toBe(2.5);
  expect(median([])).toBeNaN();
});

test('Hodges–Lehmann shifts are not moved by an outlier', () => {
  expect(pairedShift([1, 1, 1, 1, 1_000])).toBe(1);
  expect(unpairedShift([1, 2, 3], [11, 12, 1_000])).toBe(10);
});

describe('p values', () => {
  test('signed rank: all signs of eight differences are counted', () => {
    expect(signedRankP([1, 2, 3, 4, 5, 6, 7, 8])).toBe(2 / 256); // only all-positive and all-negative
    expect(signedRankP([1.1, 2.2, 3.3, -0.4, 5.5, 6.6, 7.7, 8.8])).toBe(4 / 256); // and the smallest turned round
    expect(signedRankP([0, 0])).toBe(1);
  });

  test.each([
    [
      [1, 2, 3, 4, 5, 6],
      [4.5, 5.5, 6.5, 7, 8, 9],
    ],
    [
      [1, 3, 5, 7, 9, 11],
      [2, 4, 6, 8, 10, 12],
    ],
    [
      [1, 2, 3, 4, 5, 6],
      [7, 8, 9, 10, 11, 12],
    ],
  ])('rank sum: near to the count over all ways of dividing the values', (before, after) => {
    expect(Math.abs(rankSumP(before, after) - rankSumByCounting(before, after))).toBeLessThan(0.02);
    expect(rankSumP([1, 1, 1], [1, 1, 1])).toBe(1);
  });

  test('Holm never lets a p fall below a smaller one', () => {
    expect(holm([0.01, 0.04, 0.03, 0.5])).toEqual([0.04, 0.09, 0.09, 0.5]);
  });

  test('false alarms are as rare as promised', () => {
    const random = seededRandom(11);
    const noise = (): number => random() + random() + random() - 1.5;
    const alarms = Array.from({ length: 2_000 }, () => signedRankP(Array.from({ length: 12 }, noise))).filter(
      (p) => p < 0.05,
    ).length;
    expect(alarms / 2_000).toBeGreaterThan(0.03);
    expect(alarms / 2_000).toBeLessThan(0.06);
  });
});

describe('intervals', () => {
  // Hollander and Wolfe, table A.4: for 12 differences the 14th smallest and the 14th largest average, with 95.8 %.
  test('paired: the signed-rank test turned round', () => {
    const differences = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1_024, 2_048];
    const { low, high } = pairedInterval(differences);
    for (const [shift, isInside] of [
      [low - 1e-6, false],
      [low + 1e-6, true],
      [high - 1e-6, true],
      [high + 1e-6, false],
    ] as const)
      expect(signedRankP(differences.map((difference) => difference - shift)) > LEVEL).toBe(isInside);
  });

  test('fewer than six differences give the widest', () => {
    expect(pairedInterval([3, 1, 2, 9])).toEqual({ low: 1, high: 9 });
    expect(pairedInterval([1, 2, 3, 4, 5, 6])).toEqual({ low: 1, high: 6 });
  });

  test.each([8, 12, 24])(
    'paired: hold the shift at least as often as they say, over %d differences of any shape',
    (count) => {
      const random = seededRandom(12);
      const shapes = [
        () => random() + random() + random() - 1.5,
        () => Math.tan(Math.PI * (random() - 0.5)), // Cauchy: has no mean
        () => (random() < 0.1 ? 20 : 1) * (random() - 0.5),
      ];
      for (const noise of shapes) {
        const samples = Array.from({ length: 1_000 }, () =>
          pairedInterval(Array.from({ length: count }, () => noise() + 1)),
        );
        const held = samples.filter(({ low, high }) => low <= 1 && 1 <= high).length;
        expect(held).toBeGreaterThanOrEqual(935);
      }
    },
  );

  test('unpaired: hold the shift about as often as they say', () => {
    const random = seededRandom(13);
    const draw = (count: number, shift: number): readonly number[] =>
      Array.from({ length: count }, () => random() + random() + shift);
    const samples = Array.from({ length: 1_000 }, () => unpairedInterval(draw(10, 0), draw(20, 0.5)));
    const held = samples.filter(({ low, high }) => low <= 0.5 && 0.5 <= high).length;
    expect(held).toBeGreaterThanOrEqual(935);
    expect(held).toBeLessThanOrEqual(975);
  });
});

function rankSumByCounting(before: readonly number[], after: readonly number[]): number {
  const all = [...before, ...after].sort((a, b) => a - b);
  const expected = (after.length * (all.length + 1)) / 2;
  const observed = Math.abs(after.reduce((sum, value) => sum + all.indexOf(value) + 1, 0) - expected);
  let [ways, extreme] = [0, 0];
  for (let mask = 0; mask < 2 ** all.length; mask += 1) {
    const ranks = all.flatMap((_, index) => ((mask >> index) & 1 ? [index + 1] : []));
    if (ranks.length !== after.length) continue;
    ways += 1;
    if (Math.abs(ranks.reduce((sum, rank) => sum + rank, 0) - expected) >= observed) extreme += 1;
  }
  return extreme / ways;
}
