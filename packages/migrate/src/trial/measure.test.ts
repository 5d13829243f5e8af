// --measure: suggestions are built and their statements run, on a scratch copy and in place.
import { tmpdir } from 'node:os';
import { runCli } from '@senior-backend/core/cli/run-cli';
import { memoryEnv } from '@senior-backend/core/env/memory-env';
import { describe, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../../test/support/postgres.js';
import type { AnalysisData } from '../report/analysis-data.js';
import { tool } from '../tool.js';

interface Call {
  readonly sql: string;
  readonly values?: readonly unknown[];
  readonly times: number;
}

const ORDERS = `
CREATE EXTENSION pg_stat_statements;
CREATE TABLE users (id int PRIMARY KEY, email text);
CREATE TABLE orders (id int PRIMARY KEY, user_id int NOT NULL REFERENCES users, status text NOT NULL, tags text[] NOT NULL, n int GENERATED ALWAYS AS (id * 2) STORED);
INSERT INTO users SELECT g, 'u' || g FROM generate_series(1, 2000) g;
INSERT INTO orders SELECT g, 1 + g % 2000, (ARRAY['open', 'paid'])[1 + g % 2], ARRAY['t' || g % 900, 'all'] FROM generate_series(1, 60000) g;
CREATE TABLE touched (times int);`;

const BY_USER: Call = { sql: 'SELECT * FROM orders WHERE user_id = $1', values: [7], times: 60 };

async function shop(calls: readonly Call[], more = ''): Promise<TestDatabase> {
  const database = await testDatabase({ sql: `${ORDERS} ${more}; ANALYZE` });
  const session = await database.session();
  for (const { sql, values = [], times } of calls) {
    for (let run = 0; run < times; run += 1) await session.query(sql, values);
  }
  return database;
}

async function measured(
  database: TestDatabase,
  ...flags: readonly string[]
): Promise<{ data: AnalysisData; stderr: string }> {
  const argv = ['--analyze', '--measure', ...flags, '--json', '--connection', database.url];
  const env = memoryEnv({ argv, cwd: tmpdir(), variables: { PATH: process.env['PATH'] ?? '' } });
  expect(await runCli(tool, env), env.output.stderr).toBe(0);
  return { data: (JSON.parse(env.output.stdout) as { data: AnalysisData }).data, stderr: env.output.stderr };
}

async function indexNames(database: TestDatabase): Promise<readonly string[]> {
  const session = await database.session();
  const rows = await session.query<{ name: string }>(
    "SELECT indexname AS name FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1",
  );
  return rows.map(({ name }) => name);
}

describe.each(['copy', 'in-place'] as const)('%s', (place) => {
  const flags = place === 'copy' ? [] : ['--in-place'];

  test('times before and after, with what was built, and nothing left behind', async () => {
    const database = await shop([BY_USER]);
    const { data } = await measured(database, ...flags);
    const [first, ...more] = data.suggestions;
    expect(more).toEqual([]);
    expect(first?.ddl).toContain('ON public.orders (user_id)');
    expect(first?.trial).toMatchObject({ place, rows: 60_000, ofRows: 60_000 });
    expect(first?.trial?.afterMs).toBeLessThan((first?.trial?.beforeMs ?? 0) / 3);
    expect(first?.trial?.statements[0]?.afterBlocks).toBeLessThan(first?.trial?.statements[0]?.beforeBlocks ?? 0);
    expect(first?.trial?.bytes).toBeGreaterThan(100_000);
    expect(data.findings.find(({ code }) => code === 'MIG501')?.evidence).toMatchObject({ measured: true, calls: 60 });
    expect(await indexNames(database)).toEqual(['orders_pkey', 'users_pkey']);
  });

  test('an index that no plan reads is dropped from the suggestions, and the report says why', async () => {
    // Every row has the one parent: an index on the foreign key finds all of them.
    const database = await shop(
      [],
      'CREATE TABLE notes (id int PRIMARY KEY, user_id int REFERENCES users); INSERT INTO notes SELECT g, 1 FROM generate_series(1, 5000) g; CREATE INDEX ON orders (user_id)',
    );
    const { data } = await measured(database, ...flags);
    expect(data.suggestions).toEqual([]);
    expect(data.rejected).toMatchObject([
      { ddl: expect.stringContaining('public.notes (user_id)'), why: expect.stringContaining('built, and') },
    ]);
  });

  test('a statement that writes or calls a volatile function is not run: a probe stands in for it', async () => {
    const touch = `CREATE FUNCTION touch(n int) RETURNS int LANGUAGE sql VOLATILE AS 'UPDATE touched SET times = times + 1; SELECT n'; INSERT INTO touched VALUES (0)`;
    const database = await shop(
      [{ sql: 'SELECT touch(id) FROM orders WHERE user_id = $1 LIMIT 1', values: [1999], times: 60 }],
      touch,
    );
    const { data } = await measured(database, ...flags);
    expect(data.suggestions[0]?.trial?.statements.map(({ id }) => id)).toEqual(['probe']);
    const session = await database.session();
    expect(await session.query('SELECT times FROM touched')).toEqual([{ times: 60 }]);
  });
});

test('without hypopg the copy is where indexes are chosen, and a sample is named as one', async () => {
  const database = await shop([BY_USER]);
  const { data } = await measured(database, '--measure-rows', '20000');
  expect(data.basis).toBe('copy');
  expect(data.suggestions[0]?.trial).toMatchObject({ rows: 20_000, ofRows: 60_000 });
  expect(data.suggestions[0]?.costAfter).toBeLessThan(data.suggestions[0]?.costBefore ?? 0);
});

test('what no planner can cost is built and measured: GIN over an array', async () => {
  const database = await shop([{ sql: 'SELECT id FROM orders WHERE tags @> $1', values: [['t7']], times: 40 }]);
  const { data } = await measured(database);
  const gin = data.suggestions.find(({ ddl }) => ddl.includes('USING gin (tags)'));
  expect(gin?.trial?.afterMs).toBeLessThan((gin?.trial?.beforeMs ?? 0) / 2);
});

test('a role that can make no scratch database and finds no other server is told, and keeps its advice', async () => {
  const database = await shop([BY_USER]);
  const { data, stderr } = await measured(database, '--scratch', 'postgresql://nobody@127.0.0.1:1/x').catch(
    (error: unknown) => ({
      data: undefined,
      stderr: String(error),
    }),
  );
  expect(data).toBeUndefined();
  expect(stderr).toContain('CORE202');
});

test('what a killed run left in place is taken away by the next one', async () => {
  const database = await shop([BY_USER], 'CREATE INDEX db_migrate_trial_3 ON orders (status)');
  await measured(database, '--in-place');
  expect(await indexNames(database)).toEqual(['orders_pkey', 'users_pkey']);
});
