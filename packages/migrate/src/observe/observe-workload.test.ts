import { expect, test } from 'vitest';
import { castParameters } from './observe-workload.js';

test.each([
  ['SELECT date $1 + interval $2 day', 'SELECT $1::date + $2::interval'],
  ['SELECT * FROM t WHERE at > timestamptz $3', 'SELECT * FROM t WHERE at > $3::timestamptz'],
  ['SELECT interval $1, update FROM t WHERE date = $2', 'SELECT $1::interval, update FROM t WHERE date = $2'],
])('%s', (normalised, cast) => {
  expect(castParameters(normalised)).toBe(cast);
});
