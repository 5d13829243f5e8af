import { describe, expect, test } from 'vitest';
import { testDatabase } from '../../../../test/support/postgres.js';
import { analyze } from '../analyze/analyze.js';
import { estimateIndexBytes } from '../candidates/index-size.js';
import { observe } from '../observe/observe.js';
import { type Advice, advise } from './advise.js';

interface Call {
  readonly sql: string;
  readonly values?: readonly unknown[];
  readonly times: number;
}

/** What is advised for a schema after a workload, with hypopg where it can be had. */
async function advised(
  schema: string,
  calls: readonly Call[],
  mostBytes = Number.POSITIVE_INFINITY,
): Promise<Advice & { columns: string[] }> {
  const database = await testDatabase({
    sql: `SET synchronous_commit = on; CREATE EXTENSION pg_stat_statements; ${schema}`,
  });
  const session = await database.session();
  await session.execute('VACUUM ANALYZE');
  if (await hypopgIsThere()) await session.execute('CREATE EXTENSION hypopg');
  for (const { sql, values = [], times } of calls) {
    for (let run = 0; run < times; run += 1) await session.query(sql, values);
  }
  const observation = await observe(session, { statements: 100 });
  const advice = await advise(session, observation, analyze(observation), { mostBytes });
  return {
    ...advice,
    columns: advice.suggestions.map(({ index }) => `${index.table.name}(${index.columns.join(', ')})`),
  };
}

async function hypopgIsThere(): Promise<boolean> {
  const database = await testDatabase();
  const session = await database.session();
  return (await session.query("SELECT FROM pg_available_extensions WHERE name = 'hypopg'")).length > 0;
}

const ORDERS = `
CREATE TABLE users (id int PRIMARY KEY, email text);
CREATE TABLE orders (id int PRIMARY KEY, user_id int NOT NULL REFERENCES users, status text NOT NULL, placed_at timestamptz NOT NULL);
INSERT INTO users SELECT n, 'u' || n FROM generate_series(1, 2000) n;
INSERT INTO orders SELECT n, 1 + n % 2000, (ARRAY['open', 'paid', 'shipped'])[1 + n % 3], timestamptz '2026-01-01' + n * interval '1 minute' FROM generate_series(1, 60000) n`;

const BY_USER: Call = {
  sql: 'SELECT * FROM orders WHERE user_id = $1 ORDER BY placed_at DESC LIMIT 10',
  values: [7],
  times: 40,
};

describe.runIf(await hypopgIsThere())('on hypothetical indexes', () => {
  test('one index for the statement, proved by the planner, with costs and size', async () => {
    const { basis, suggestions } = await advised(ORDERS, [BY_USER]);
    expect(basis).toBe('hypopg');
    const [first, ...more] = suggestions;
    expect(more).toEqual([]);
    expect(first?.index.columns[0]).toBe('user_id');
    expect(first).toMatchObject({
      measuredMs: expect.any(Number),
      estimatedBytes: expect.any(Number),
      serves: [expect.any(String)],
    });
    expect(first?.costAfter).toBeLessThan((first?.costBefore ?? 0) / 5);
  });

  test('statements that one index can serve get one', async () => {
    const both = await advised(ORDERS, [
      BY_USER,
      { sql: 'SELECT count(*) FROM orders WHERE user_id = $1 AND status = $2', values: [7, 'open'], times: 40 },
    ]);
    expect(both.columns).toHaveLength(1);
  });

  test('a schema that is tuned gets no suggestion', async () => {
    const tuned = `${ORDERS}; CREATE INDEX ON orders (user_id, placed_at); CREATE INDEX ON orders (placed_at)`;
    const { columns } = await advised(tuned, [
      BY_USER,
      { sql: 'SELECT * FROM orders WHERE placed_at > $1 LIMIT 5', values: ['2026-02-01'], times: 20 },
      { sql: 'SELECT count(*) FROM orders', times: 10 },
    ]);
    expect(columns).toEqual([]);
  });

  test('the budget is kept', async () => {
    expect((await advised(ORDERS, [BY_USER], 1000)).columns).toEqual([]);
  });
});

test('without hypopg the findings are the advice, and it says so', async () => {
  const database = await testDatabase({ sql: `CREATE EXTENSION pg_stat_statements; ${ORDERS}; ANALYZE` });
  const session = await database.session();
  for (let run = 0; run < 20; run += 1) await session.query(BY_USER.sql, BY_USER.values);
  const observation = await observe(session, { statements: 100 });
  const advice = await advise(session, observation, analyze(observation), { mostBytes: Number.POSITIVE_INFINITY });
  expect(advice.basis).toBe('plans');
  expect(advice.suggestions).toMatchObject([
    { index: { columns: ['user_id'] }, costBefore: null, estimatedBytes: null },
  ]);
});

test('the size of an index is estimated within a third of what is built, with few values and with many', async () => {
  const database = await testDatabase({ sql: `${ORDERS}; ANALYZE` });
  const session = await database.session();
  const { tables } = await observe(session, { statements: 1 });
  const orders = tables.find(({ name }) => name === 'orders');
  for (const columns of [['status'], ['user_id'], ['placed_at'], ['status', 'user_id'], ['user_id', 'placed_at']]) {
    await session.execute(`CREATE INDEX built ON orders (${columns.join(', ')})`);
    const [row] = await session.query<{ bytes: number }>("SELECT pg_relation_size('built')::float8 AS bytes");
    await session.execute('DROP INDEX built');
    const ratio = (orders ? estimateIndexBytes(orders, columns) : 0) / (row?.bytes ?? 1);
    expect(ratio, columns.join()).toBeGreaterThan(0.67);
    expect(ratio, columns.join()).toBeLessThan(1.34);
  }
});

describe.runIf(await hypopgIsThere())('more than a b-tree over columns', () => {
  const TASKS = `
CREATE TABLE tasks (id int PRIMARY KEY, owner int NOT NULL, email text NOT NULL, done_at timestamptz, created_at timestamptz NOT NULL, size int NOT NULL);
INSERT INTO tasks SELECT n, n % 3000, 'User' || n || '@Example.com', CASE WHEN n % 200 = 0 THEN NULL ELSE now() END, timestamptz '2026-01-01' + n * interval '1 second', n % 7 FROM generate_series(1, 150000) n;
CREATE VIEW waiting AS SELECT id, owner, created_at FROM tasks WHERE done_at IS NULL`;
  const ddlOf = async (sql: string, values: readonly unknown[] = [], times = 40): Promise<string> => {
    const database = await advised(TASKS, [{ sql, values, times }]);
    return database.suggestions.map(({ ddl }) => ddl.replace(/^.* ON public\./, '')).join('; ');
  };

  test('partial: the few rows that wait, in the order in which they are asked for', async () => {
    expect(await ddlOf('SELECT * FROM tasks WHERE done_at IS NULL ORDER BY created_at LIMIT 10')).toBe(
      'tasks (created_at) WHERE done_at IS NULL',
    );
  });

  test('through a view', async () => {
    expect(await ddlOf('SELECT * FROM waiting WHERE owner = $1', [7])).toBe('tasks (done_at, owner)');
  });

  test('over an expression', async () => {
    expect(await ddlOf('SELECT id, done_at FROM tasks WHERE lower(email) = $1', ['user7@example.com'])).toBe(
      'tasks (lower(email))',
    );
  });

  test('carrying a narrow column along where that saves reading the table', async () => {
    expect(await ddlOf('SELECT sum(size) FROM tasks WHERE owner BETWEEN $1 AND $2', [100, 400])).toBe(
      'tasks (owner) INCLUDE (size)',
    );
  });
});
