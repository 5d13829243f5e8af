import { expect, test } from 'vitest';
import { parseRate, parseStages } from './parse-stages.js';

test.each([
  ['500', 500],
  ['500/s', 500],
  ['90/m', 1.5],
  ['3600/h', 1],
  ['0.5', 0.5],
])('rate %s', (text, rate) => {
  expect(parseRate(text)).toBe(rate);
});

test.each(['', '-5', '5/d', 'fast', '1e3', '99999999999'])('"%s" is no rate', (text) => {
  expect(parseRate(text)).toBeUndefined();
});

test('stages', () => {
  expect(parseStages('0-500:30s, 500:2m,500-0:500ms')).toEqual([
    { fromRate: 0, toRate: 500, lengthMs: 30_000 },
    { fromRate: 500, toRate: 500, lengthMs: 120_000 },
    { fromRate: 500, toRate: 0, lengthMs: 500 },
  ]);
});

test.each(['', '500', '500:', ':5s', '1-2-3:5s', '500:soon', '500:5s:6', '500:5s,', '0:5s', '500:0s'])(
  '"%s" are no stages',
  (text) => {
    expect(parseStages(text)).toBeUndefined();
  },
);
