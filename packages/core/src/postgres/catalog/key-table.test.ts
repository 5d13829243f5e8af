import { seededRandom } from '@senior-backend/core/env/memory-env';
import { expect, test } from 'vitest';
import { KeyTable } from './key-table.js';
import { keyOf } from './keys.js';

test('holds what a map would hold', () => {
  const random = seededRandom(4);
  const [table, map] = [new KeyTable(), new Map<number, number>()];
  for (let value = 0; value < 20_000; value += 1) {
    const oid = 16_384 + Math.floor(random() * 9_000);
    const key = keyOf(random() < 0.5 ? 'pg_class' : 'pg_proc', oid, Math.floor(random() * 4));
    table.set(key, value);
    map.set(key, value);
  }
  for (const [key, value] of map) expect(table.get(key)).toBe(value);
  for (let oid = 0; oid < 20_000; oid += 1) {
    const key = keyOf('pg_class', oid, 1);
    expect(table.get(key)).toBe(map.get(key));
  }
});

test('keeps 0 apart from nothing', () => {
  const table = new KeyTable();
  table.set(keyOf('pg_class', 1), 0);
  expect(table.get(keyOf('pg_class', 1))).toBe(0);
  expect(table.get(keyOf('pg_class', 2))).toBeUndefined();
});

test('takes the largest object id and the last column', () => {
  const table = new KeyTable();
  const keys = [
    keyOf('pg_amproc', 2 ** 32 - 1, 1_600),
    keyOf('pg_amproc', 2 ** 32 - 1),
    keyOf('pg_amproc', 2 ** 31, 1_600),
  ];
  for (const [value, key] of keys.entries()) table.set(key, value);
  expect(keys.map((key) => table.get(key))).toEqual([0, 1, 2]);
});
