import { expect, test } from 'vitest';
import { analysed } from '../../../../../test/support/analysis.js';

const EVENTS = `
CREATE TABLE events (id bigint PRIMARY KEY, kind text NOT NULL, account int NOT NULL, at timestamptz NOT NULL, note text);
INSERT INTO events SELECT n, 'kind ' || n % 4, n % 5000, now() - n * interval '1 minute', repeat('x', 60) FROM generate_series(1, 150000) n;`;

test('a selective condition on a large table, most distinct column first, then the sort', async () => {
  const before = await analysed(EVENTS, [
    {
      sql: 'SELECT * FROM events e WHERE e.kind = $1 AND e.account = $2 ORDER BY at DESC LIMIT 10',
      values: ['kind 1', 77],
      times: 30,
    },
  ]);
  expect(before.of('MIG502')).toMatchObject([{ object: 'public.events', columns: ['account', 'kind', 'at'] }]);
  const after = await before.after(before.of('MIG502')[0]?.ddl ?? '');
  expect(after.of('MIG502')).toEqual([]);
});

test('is silent where the statement keeps most rows, where it is cheap, and where OR stands between the conditions', async () => {
  const { of } = await analysed(EVENTS, [
    { sql: 'SELECT count(*) FROM events WHERE at > $1', values: ['2000-01-01'], times: 30 },
    { sql: 'SELECT * FROM events WHERE account = $1 OR kind = $2', values: [1, 'kind 1'], times: 5 },
    { sql: 'SELECT * FROM events WHERE id = $1', values: [1], times: 30 },
  ]);
  expect(of('MIG502')).toEqual([]);
});

const LINKED = [1, 2, 3]
  .map(
    (n) => `
CREATE TABLE parent${n} (id int PRIMARY KEY, name text NOT NULL);
CREATE TABLE child${n} (id int PRIMARY KEY, parent int NOT NULL, at timestamptz NOT NULL, note text);
INSERT INTO parent${n} SELECT g, 'name ' || g FROM generate_series(1, 3000) g;
INSERT INTO child${n} SELECT g, 1 + g % 3000, now() - g * interval '1 minute', repeat('x', 60) FROM generate_series(1, 80000) g`,
  )
  .join(';');

test('joins without a foreign key and the first rows of sorts, three of each; with the indexes it is silent', async () => {
  const before = await analysed(
    LINKED,
    [1, 2, 3].flatMap((n) => [
      {
        sql: `SELECT c.note FROM parent${n} p JOIN child${n} c ON c.parent = p.id WHERE p.id = $1`,
        values: [77],
        times: 100,
      },
      { sql: `SELECT id, note FROM child${n} ORDER BY at DESC LIMIT 20`, times: 100 },
    ]),
  );
  const found = before.of('MIG502').map(({ object, columns }) => `${object} ${columns.join()}`);
  expect([...found].sort()).toEqual([1, 2, 3].flatMap((n) => [`public.child${n} at`, `public.child${n} parent`]));
  expect((await before.after(before.of('MIG502').map(({ ddl }) => ddl ?? ''))).of('MIG502')).toEqual([]);
});
