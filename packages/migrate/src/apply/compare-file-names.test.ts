import { expect, test } from 'vitest';
import { compareFileNames } from './compare-file-names.js';

test('a second migration of a day comes after the first, and other names as they are', () => {
  const inOrder = [
    '0001_first.sql',
    '20261121_z.sql',
    '20261122_a.sql',
    '20261122_b.sql',
    '20261122000001_a.sql',
    '20261122103000_a.sql',
    '20261123_a.sql',
    'V1__flyway.sql',
    'V2__flyway.sql',
  ];
  expect([...inOrder].reverse().sort(compareFileNames)).toEqual(inOrder);
  expect(compareFileNames('20261122_a.sql', '20261122_a.sql')).toBe(0);
});
