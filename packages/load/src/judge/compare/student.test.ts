import { expect, test } from 'vitest';
import { studentP, studentT } from './student.js';

/** Quantiles as printed in any table of the t distribution. */
test.each([
  [1, 12.706],
  [2, 4.303],
  [5, 2.571],
  [10, 2.228],
  [29, 2.045],
])('with %i degrees of freedom 5 %% lie beyond %f', (freedom, t) => {
  expect(studentT(0.05, freedom)).toBeCloseTo(t, 3);
  expect(studentP(t, freedom)).toBeCloseTo(0.05, 4);
});

test('the ends', () => {
  expect(studentP(0, 7)).toBeCloseTo(1, 10);
  expect(studentP(1e6, 7)).toBeLessThan(1e-12);
  expect(studentP(-2.571, 5)).toBeCloseTo(0.05, 4);
});
