// Indexes that are no plain b-tree, from the workload that needs each to the time that it saves: built and measured, since a
// planner without them cannot say what they are worth.
import { tmpdir } from 'node:os';
import { runCli } from '@senior-backend/core/cli/run-cli';
import { memoryEnv } from '@senior-backend/core/env/memory-env';
import { connect } from '@senior-backend/core/postgres/connect';
import { describe, expect, onTestFinished, test } from 'vitest';
import { serverUrl, settingsFor, testDatabase } from '../../../../test/support/postgres.js';
import type { AnalysisData } from '../report/analysis-data.js';
import { tool } from '../tool.js';

interface Case {
  readonly name: string;
  readonly rows: string;
  readonly sql: string;
  readonly values: readonly unknown[];
  readonly flags?: readonly string[];
  /** What stands behind ON. */
  readonly index: string;
}

const CASES: readonly Case[] = [
  {
    name: 'GiST for ranges that overlap',
    rows: `CREATE TABLE bookings (id int PRIMARY KEY, during tstzrange NOT NULL);
      INSERT INTO bookings SELECT n, tstzrange(t, t + interval '40 minutes') FROM (SELECT n, timestamptz '2026-01-01' + n * interval '1 hour' AS t FROM generate_series(1, 40000) n) x`,
    sql: 'SELECT id FROM bookings WHERE during && $1::tstzrange',
    values: ['[2026-03-01 10:00, 2026-03-01 12:00)'],
    index: 'public.bookings USING gist (during)',
  },
  {
    name: 'GiST for the range that holds a time',
    rows: `CREATE TABLE prices (id int PRIMARY KEY, valid daterange NOT NULL, cents int NOT NULL);
      INSERT INTO prices SELECT n, daterange(d, d + 7), n FROM (SELECT n, date '1000-01-01' + n * 7 AS d FROM generate_series(1, 180000) n) x`,
    sql: 'SELECT cents FROM prices WHERE valid @> $1::date',
    values: ['1500-06-01'],
    index: 'public.prices USING gist (valid)',
  },
  {
    name: 'GIN for words of a text',
    rows: `CREATE TABLE pages (id int PRIMARY KEY, words tsvector NOT NULL);
      INSERT INTO pages SELECT n, to_tsvector('simple', 'word' || n % 4000 || ' other' || n % 7) FROM generate_series(1, 90000) n`,
    sql: "SELECT id FROM pages WHERE words @@ to_tsquery('simple', $1)",
    values: ['word77'],
    index: 'public.pages USING gin (words)',
  },
  {
    name: 'GIN with the smaller operator class for what jsonb contains',
    rows: `CREATE TABLE events (id int PRIMARY KEY, data jsonb NOT NULL);
      INSERT INTO events SELECT n, jsonb_build_object('user', n % 3000, 'category', n % 5) FROM generate_series(1, 120000) n`,
    sql: 'SELECT id FROM events WHERE data @> $1::jsonb',
    values: ['{"user": 77}'],
    index: 'public.events USING gin (data jsonb_path_ops)',
  },
  {
    name: 'BRIN over rows in the order of time, where a b-tree has no room',
    rows: `CREATE TABLE readings (id int PRIMARY KEY, at timestamptz NOT NULL, value int NOT NULL, note text NOT NULL);
      INSERT INTO readings SELECT n, timestamptz '2026-01-01' + n * interval '1 second', n % 97, repeat('x', 80) FROM generate_series(1, 150000) n`,
    sql: 'SELECT avg(value) FROM readings WHERE at >= $1 AND at < $2',
    values: ['2026-01-01 12:00', '2026-01-01 12:30'],
    flags: ['--max-index-size', '200kB'],
    index: 'public.readings USING brin (at)',
  },
  {
    name: 'the pattern operators for LIKE, where the collation of the column is not C',
    rows: `CREATE COLLATION plain (PROVIDER = libc, LOCALE = 'C.UTF-8');
      CREATE TABLE people (id int PRIMARY KEY, name text COLLATE plain NOT NULL, note text NOT NULL); ${people('people')}`,
    sql: 'SELECT id, note FROM people WHERE name LIKE $1',
    values: ['bcd%'],
    index: 'public.people (name text_pattern_ops)',
  },
];

function people(table: string): string {
  return `INSERT INTO ${table} SELECT n, chr(97 + n % 26) || chr(97 + n / 26 % 26) || chr(97 + n / 676 % 26) || ' ' || n, repeat('x', 60) FROM generate_series(1, 60000) n`;
}

describe('built and measured', () => {
  test.each(CASES)('$name', async (one) => {
    const database = await testDatabase({ sql: `SET synchronous_commit = on; ${one.rows}` });
    expect((await suggestions(database.url, one))[0]).toMatchObject(saves(one.index));
  });

  test('the pattern operators for LIKE, where the collation is not C, and none for a column where it is', async () => {
    const admin = await connect(await settingsFor(serverUrl()));
    onTestFinished(() => admin.close());
    const name = `collated_${process.pid}`;
    await admin.execute(`CREATE DATABASE ${name} TEMPLATE template0 LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8'`);
    onTestFinished(() => admin.execute(`DROP DATABASE ${name} WITH (FORCE)`));
    const found = await suggestions(serverUrl(name), {
      rows: `CREATE TABLE people (id int PRIMARY KEY, name text NOT NULL, note text NOT NULL); ${people('people')};
        CREATE TABLE bytes (id int PRIMARY KEY, name text COLLATE "C" NOT NULL, note text NOT NULL); ${people('bytes')}`,
      sql: 'SELECT people.note, bytes.note FROM people, bytes WHERE people.name LIKE $1 AND bytes.name LIKE $1',
      values: ['bcd 8%'],
    });
    expect(found.map(({ ddl }) => ddl.replace(/.* ON /, '')).sort()).toEqual([
      'public.bytes (name)',
      'public.people (name text_pattern_ops)',
    ]);
  });
});

function saves(index: string): object {
  return { ddl: expect.stringContaining(` ON ${index}`), trial: { place: 'copy', rows: expect.any(Number) } };
}

/** What is suggested after the statement ran a hundred times; each one was built, and takes at most half of the time. */
async function suggestions(
  url: string,
  { rows, sql, values, flags = [] }: Pick<Case, 'rows' | 'sql' | 'values' | 'flags'>,
): Promise<AnalysisData['suggestions']> {
  const session = await connect(await settingsFor(url));
  try {
    await session.execute('CREATE EXTENSION pg_stat_statements');
    const [table] = await session.query("SELECT FROM pg_tables WHERE schemaname = 'public'");
    if (!table) await session.execute(rows);
    await session.execute('VACUUM ANALYZE');
    for (let run = 0; run < 100; run += 1) await session.query(sql, values);
  } finally {
    await session.close();
  }
  const argv = ['--analyze', '--measure', ...flags, '--json', '--connection', url];
  const env = memoryEnv({ argv, cwd: tmpdir(), variables: { PATH: process.env['PATH'] ?? '' } });
  expect(await runCli(tool, env), env.output.stderr).toBe(0);
  const { data } = JSON.parse(env.output.stdout) as { data: AnalysisData };
  for (const { trial, ddl } of data.suggestions)
    expect(trial?.afterMs, `${ddl}: ${env.output.stderr}`).toBeLessThan((trial?.beforeMs ?? 0) / 2);
  return data.suggestions;
}
