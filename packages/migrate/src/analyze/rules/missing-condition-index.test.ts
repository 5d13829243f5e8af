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
