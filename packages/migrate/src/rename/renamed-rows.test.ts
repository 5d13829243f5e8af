import { expect, test } from 'vitest';
import { renamedRows } from './rename.js';

test('a table is as large under its new name as under the old one', () => {
  const rows = new Map([
    ['table:public.lines', 300_000],
    ['table:public.orders', 7],
  ] as const);
  const found = renamedRows(rows, [
    { kind: 'column', from: ['public', 'orders', 'name'], to: 'title' },
    { kind: 'table', from: ['public', 'lines'], to: 'items', schema: 'shop' },
  ]);
  expect(Object.fromEntries(found)).toEqual({ 'table:shop.items': 300_000, 'table:public.orders': 7 });
});
