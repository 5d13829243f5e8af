import { expect, test } from 'vitest';
import { analysed } from '../../../../../test/support/analysis.js';

const SHOP = `
CREATE TABLE users (id int PRIMARY KEY, name text);
CREATE TABLE orders (id int PRIMARY KEY, user_id int NOT NULL REFERENCES users, total numeric);
INSERT INTO users SELECT n, 'user ' || n FROM generate_series(1, 1000) n;
INSERT INTO orders SELECT n, n % 1000 + 1, n FROM generate_series(1, 20000) n;`;

test('names the columns, with the time that the server measured, and its own fix silences it', async () => {
  const before = await analysed(SHOP, [{ sql: 'SELECT * FROM orders WHERE user_id = $1', values: [7], times: 20 }]);
  const [finding, ...more] = before.of('MIG501');
  expect(more).toEqual([]);
  expect(finding).toMatchObject({
    object: 'public.orders',
    columns: ['user_id'],
    ddl: 'CREATE INDEX CONCURRENTLY orders_user_id_idx ON public.orders (user_id)',
  });
  expect(finding?.evidence).toMatchObject({ calls: 20, measured: true });
  expect(finding?.evidence.meanMs).toBeGreaterThan(0);
  const after = await before.after(finding?.ddl ?? '');
  expect(after.of('MIG501')).toEqual([]);
  const undone = await after.after(finding?.rollback ?? '');
  expect(undone.of('MIG501')).toHaveLength(1);
});

test('without statements no time is shown', async () => {
  const { of } = await analysed(SHOP);
  expect(of('MIG501')[0]?.evidence).toMatchObject({ calls: null, meanMs: null, measured: false });
});

test('an index that begins with the columns, in any order, is enough; a partial or an invalid one is not', async () => {
  const composite = `CREATE TABLE a (x int, y int, PRIMARY KEY (x, y));
    CREATE TABLE b (id int PRIMARY KEY, x int, y int, z int, FOREIGN KEY (x, y) REFERENCES a);
    INSERT INTO a SELECT n, n FROM generate_series(1, 2000) n; INSERT INTO b SELECT n, n, n, n FROM generate_series(1, 2000) n;`;
  expect((await analysed(`${composite} CREATE INDEX ON b (y, x, z);`)).of('MIG501')).toEqual([]);
  expect((await analysed(`${composite} CREATE INDEX ON b (x, z, y);`)).of('MIG501')).toHaveLength(1);
  expect((await analysed(`${composite} CREATE INDEX ON b (x, y) WHERE z > 3;`)).of('MIG501')).toHaveLength(1);
});

test('is silent on small tables', async () => {
  const { of } = await analysed(
    'CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE b (a_id int REFERENCES a); INSERT INTO a VALUES (1); INSERT INTO b SELECT 1 FROM generate_series(1, 200);',
  );
  expect(of('MIG501')).toEqual([]);
});
