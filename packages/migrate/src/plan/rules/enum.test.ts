import { expect, test } from 'vitest';
import { additions } from './enum.js';

test.each([
  [['a'], ['a', 'b'], ['b']],
  [['b'], ['a', 'b'], ["a BEFORE 'b'"]],
  [['a', 'c'], ['a', 'b', 'c'], ["b AFTER 'a'"]],
  [['c'], ['a', 'b', 'c'], ["a BEFORE 'c'", "b AFTER 'a'"]],
  [[], ['a', 'b'], ['a', 'b']],
  [['a', 'b'], ['a', 'b'], []],
])('%j → %j by ADD VALUE', (before, after, expected) => {
  expect(additions(before, after)?.map(({ label, place }) => label + place)).toEqual(expected);
});

test.each([
  [['a', 'b'], ['a']],
  [
    ['a', 'b'],
    ['b', 'a'],
  ],
])('%j → %j needs another type', (before, after) => {
  expect(additions(before, after)).toBeUndefined();
});
