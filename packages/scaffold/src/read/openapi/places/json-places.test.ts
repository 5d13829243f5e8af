import { expect, test } from 'vitest';
import { findJsonPlaces } from './json-places.js';
import { offsetOf, wantedPlaces } from './wanted-place.js';

const TEXT = '{ "a": [1, {"b\\"c": "x]}"}, [2, 3]], "a b": {"d": null}, "\\u0064": true }';

test.each<[readonly string[], string]>([
  [[], '{ "a"'],
  [['a'], '[1, {'],
  [['a', '0'], '1, {'],
  [['a', '1', 'b"c'], '"x]}"'],
  [['a', '2', '1'], '3]]'],
  [['a b', 'd'], 'null}'],
  [['d'], 'true }'],
  [['a', '9'], '[1, {'],
  [['nope'], '{ "a"'],
])('%j', (keys, begins) => {
  const root = wantedPlaces([keys, ['a', '2', '0']]);
  findJsonPlaces(TEXT, root);
  expect(TEXT.slice(offsetOf(root, keys))).toMatch(new RegExp(`^${begins.replaceAll(/[[\]{}"]/g, '\\$&')}`));
});
