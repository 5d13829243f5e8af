import { expect, test } from 'vitest';
import { compareFileNames } from './compare-file-names.js';

test('by the numbers that names begin with, a day alone before the same day with a time', () => {
  const inOrder = [
    '0001_first.sql',
    'V1__flyway.sql',
    'V1.1__flyway.sql',
    'V1_2__flyway.sql',
    'V1.10__flyway.sql',
    'V2__flyway.sql',
    '3_x.up.sql',
    '000010_x.up.sql',
    '20261121_z.sql',
    '20261122_a.sql',
    '20261122_b.sql',
    '20261122000001_a.sql',
    '20261122103000_a.sql',
    '20261123_a.sql',
    '20261124103000_prisma/migration.sql',
    'a.sql',
    'b1.sql',
  ];
  expect([...inOrder].reverse().sort(compareFileNames)).toEqual(inOrder);
  expect(compareFileNames('20261122_a.sql', '20261122_a.sql')).toBe(0);
});
