import { expect, test } from 'vitest';
import { isIn, keyOf, wholeOf } from './keys.js';

test('no two places have one key, at the largest object id and column too', () => {
  const places = (['pg_class', 'pg_type', 'pg_user_mapping'] as const).flatMap((catalog) =>
    [0, 1, 4_294_967_295].flatMap((oid) => [0, 1, 1_600].map((sub) => keyOf(catalog, oid, sub))),
  );
  expect(new Set(places).size).toBe(27);
  expect(places.every(Number.isSafeInteger)).toBe(true);
});

test('a column leads to its table, and stays in its catalogue', () => {
  const column = keyOf('pg_class', 4_294_967_295, 1_600);
  expect(wholeOf(column)).toBe(keyOf('pg_class', 4_294_967_295));
  expect(wholeOf(wholeOf(column))).toBe(wholeOf(column));
  expect([isIn('pg_class', column), isIn('pg_type', column)]).toEqual([true, false]);
});
