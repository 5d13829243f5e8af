// Three defects of each kind, planted in a schema of 60 tables that has none: each is found, and nothing else is.
import { describe, expect, test } from 'vitest';
import { type AnalysedDatabase, analysed } from '../../../../test/support/analysis.js';
import { CLEAN_SCHEMA as CLEAN } from '../../../../test/support/clean-schema.js';
import { analyze } from './analyze.js';
import type { AnalyzeCode } from './codes.js';
import type { Finding } from './finding.js';

/** What depends on the server and on who looks, and not on the schema. */
const OF_THE_SERVER: readonly AnalyzeCode[] = ['MIG519', 'MIG522'];

const ofSchema = ({ findings }: AnalysedDatabase): readonly Finding[] =>
  findings.filter(({ code }) => !OF_THE_SERVER.includes(code));

const three = (sql: (n: number) => string): string => [1, 2, 3].map(sql).join(';\n');

const DEFECTS: readonly (readonly [code: AnalyzeCode, sql: string])[] = [
  [
    'MIG501',
    three(
      (n) =>
        `CREATE TABLE c${n} (id bigint PRIMARY KEY, t_id bigint REFERENCES t${n}); INSERT INTO c${n} SELECT g, 1 FROM generate_series(1, 1500) g`,
    ),
  ],
  ['MIG506', three((n) => `CREATE INDEX again${n} ON t${n} (parent_id)`)],
  [
    'MIG508',
    three(
      (n) =>
        `ALTER TABLE t${n + 56} DROP CONSTRAINT t${n + 56}_pkey CASCADE; ${n === 3 ? '' : `ALTER TABLE t${n + 57} DROP COLUMN parent_id`}`,
    ),
  ],
  [
    'MIG511',
    three(
      (n) => `CREATE TABLE s${n} (id serial PRIMARY KEY); SELECT setval('s${n}_id_seq', ${n} * 300000000 + 900000000)`,
    ),
  ],
  [
    'MIG511',
    three(
      (n) =>
        `CREATE TABLE k${n} (id ${n === 3 ? 'smallint' : 'int'}, tenant int, PRIMARY KEY (tenant, id)); INSERT INTO k${n} SELECT ${n === 3 ? 20_000 : n * 600_000_000 + 700_000_000} + g, g % 7 FROM generate_series(1, 300) g`,
    ),
  ],
  [
    'MIG512',
    three((n) => `CREATE TABLE m${n} (id bigint PRIMARY KEY, t_id int REFERENCES t${n}); CREATE INDEX ON m${n} (t_id)`),
  ],
  ['MIG513', three((n) => `ALTER TABLE t${n} ADD COLUMN old ${['', 'timestamp', 'money', 'char(3)'][n]}`)],
  ['MIG514', three((n) => `ALTER TABLE t${n} ADD COLUMN code text UNIQUE`)],
  ['MIG520', three((n) => `GRANT SELECT ON t${n} TO PUBLIC`)],
  ['MIG521', three((n) => `CREATE FUNCTION f${n}() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1'`)],
];

test('a schema without defects has no finding', async () => {
  expect(ofSchema(await analysed(CLEAN))).toEqual([]);
}, 60_000);

describe('each defect is found, three times, and nothing else', () => {
  test.each(DEFECTS)(
    '%s',
    async (code, sql) => {
      const found = ofSchema(await analysed(`${CLEAN}; ${sql}`)).map((finding) => finding.code);
      expect(found).toEqual([code, code, code]);
    },
    60_000,
  );
});

test('row level security, a search_path and a partial unique index are answers', async () => {
  const fine = `GRANT SELECT ON t1 TO PUBLIC; ALTER TABLE t1 ENABLE ROW LEVEL SECURITY;
    CREATE FUNCTION f() RETURNS int LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS 'SELECT 1';
    ALTER TABLE t2 ADD COLUMN code text; CREATE UNIQUE INDEX ON t2 (code) WHERE code IS NOT NULL;`;
  expect(ofSchema(await analysed(`${CLEAN}; ${fine}`))).toEqual([]);
}, 60_000);

test('statements that spill, and statements that vary', async () => {
  const database = await analysed(
    'CREATE TABLE big (id int PRIMARY KEY, text text); INSERT INTO big SELECT n, md5(n::text) FROM generate_series(1, 300000) n',
    [
      { sql: 'SELECT count(*) FROM (SELECT text FROM big ORDER BY text OFFSET 0) AS sorted', times: 2 },
      { sql: 'SELECT pg_sleep($1::float8)', values: [0.001], times: 30 },
      { sql: 'SELECT pg_sleep($1::float8)', values: [1.2], times: 1 },
    ],
  );
  expect(database.of('MIG517')).toHaveLength(1);
  expect(database.of('MIG518').map((finding) => finding.summary.includes('pg_sleep'))).toEqual([true]);
});

test('dead rows, until they are vacuumed', async () => {
  const before = await analysed(
    'CREATE TABLE d (id int PRIMARY KEY, n int); INSERT INTO d SELECT g, 0 FROM generate_series(1, 30000) g',
  );
  expect(before.of('MIG515')).toEqual([]);
  const dirty = await before.after('UPDATE d SET n = 1');
  expect(dirty.of('MIG515')).toHaveLength(1);
  expect((await dirty.after(dirty.of('MIG515')[0]?.ddl ?? '')).of('MIG515')).toEqual([]);
});

test('transaction age: by the age alone', async () => {
  const { observation } = await analysed('CREATE TABLE a (id int PRIMARY KEY)');
  const aged = (transactionAge: number): readonly string[] =>
    analyze({ ...observation, tables: observation.tables.map((table) => ({ ...table, transactionAge })) })
      .filter(({ code }) => code === 'MIG516')
      .map(({ severity }) => severity);
  expect([aged(100), aged(600_000_000), aged(1_500_000_000)]).toEqual([[], ['medium'], ['high']]);
  const shared = observation.tables.map((table) => ({ ...table, multixactAge: 600_000_000 }));
  expect(analyze({ ...observation, tables: shared }).map(({ summary }) => summary)).toContainEqual(
    expect.stringContaining('multixacts'),
  );
});

const forSessions = (settings: readonly string[]): string =>
  settings
    .map((one) => `DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET ${one} = 10000', current_database()); END $$`)
    .join(';\n');

test.each([
  [[], 'statement_timeout and idle_in_transaction_session_timeout are 0 where sessions begin'],
  [['statement_timeout'], 'idle_in_transaction_session_timeout is 0 where sessions begin'],
  [['idle_in_transaction_session_timeout'], 'statement_timeout is 0 where sessions begin'],
])('timeouts: where %j is set, the rest is missed', async (settings, summary) => {
  const { of } = await analysed(`${CLEAN}; ${forSessions(settings)}`);
  expect(of('MIG519').map((finding) => finding.summary)).toEqual([summary]);
});

test('timeouts of the database, and no superuser among the clients: nothing to say', async () => {
  const schema = `${CLEAN}; ${forSessions(['statement_timeout', 'idle_in_transaction_session_timeout'])}`;
  const { observation, of } = await analysed(schema);
  expect(of('MIG519')).toEqual([]);
  expect(analyze({ ...observation, access: { ...observation.access, superusers: [] } })).toEqual([]);
});
