import { expect, test } from 'vitest';
import { analysed } from '../../../../../test/support/analysis.js';

const LOG = `
CREATE TABLE parents (id int PRIMARY KEY);
INSERT INTO parents VALUES (1);
CREATE TABLE log (id int PRIMARY KEY, parent int REFERENCES parents, line text UNIQUE);
INSERT INTO log SELECT n, 1, 'line ' || n FROM generate_series(1, 60000) n;
CREATE INDEX log_line_lower ON log (lower(line));
CREATE INDEX log_parent ON log (parent);`;

test('an index of some size that nothing reads on a busy table; constraints and foreign keys keep theirs', async () => {
  const busy = [{ sql: 'SELECT * FROM log WHERE id = $1', values: [5], times: 1100 }];
  const before = await analysed(LOG, busy);
  expect(before.of('MIG505').map((finding) => finding.object)).toEqual(['public.log_line_lower']);
  const after = await before.after(before.of('MIG505')[0]?.ddl ?? '');
  expect(after.of('MIG505')).toEqual([]);
  const back = await after.after(before.of('MIG505')[0]?.rollback ?? '');
  expect(back.observation.indexes.map((index) => index.name)).toContain('log_line_lower');
});

test('is silent on a table that nobody reads', async () => {
  expect((await analysed(LOG)).of('MIG505')).toEqual([]);
});
