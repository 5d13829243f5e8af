// Three defects of each kind that only activity shows, all at once in a schema of 60 tables: each is found, and nothing else.
import { expect, test } from 'vitest';
import { type AnalysedDatabase, analysed, type WorkloadStep } from '../../../../test/support/analysis.js';
import { CLEAN_SCHEMA } from '../../../../test/support/clean-schema.js';
import { analyze } from './analyze.js';
import type { AnalyzeCode } from './codes.js';

const NUMBERS = [1, 2, 3];
const three = (sql: (n: number) => string): string => NUMBERS.map(sql).join(';\n');
const threeSteps = (step: (n: number) => WorkloadStep): readonly WorkloadStep[] => NUMBERS.map(step);

const big = (name: string, rows: number): string =>
  `CREATE TABLE ${name} (id int PRIMARY KEY, a int NOT NULL, b text NOT NULL); INSERT INTO ${name} SELECT g, g % 5000, 'text ' || g FROM generate_series(1, ${rows}) g`;

/** Codes that the server and its settings bring about, and not the schema. */
const OF_THE_SERVER: readonly AnalyzeCode[] = ['MIG519', 'MIG522'];

function counts({ findings }: AnalysedDatabase): Readonly<Record<string, number>> {
  const found = findings.filter(({ code }) => !OF_THE_SERVER.includes(code));
  return Object.fromEntries(
    [...new Set(found.map(({ code }) => code))]
      .sort()
      .map((code) => [code, found.filter((one) => one.code === code).length]),
  );
}

const SCHEMA = [
  CLEAN_SCHEMA,
  three((n) => big(`condition${n}`, 50_000)),
  three(
    (n) => `CREATE TABLE list${n} (id int PRIMARY KEY); INSERT INTO list${n} SELECT g FROM generate_series(1, 40) g;
    CREATE TABLE child${n} (id int PRIMARY KEY, list_id int NOT NULL REFERENCES list${n}); CREATE INDEX ON child${n} (list_id); INSERT INTO child${n} SELECT g, 1 + g % 40 FROM generate_series(1, 400) g`,
  ),
  three((n) => `${big(`unused${n}`, 40_000)}; CREATE INDEX unused${n}_b ON unused${n} (b)`),
  three(
    (n) =>
      `CREATE INDEX invalid${n} ON t${n} (at); UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'invalid${n}'::regclass`,
  ),
  three(
    (n) =>
      `CREATE TABLE dead${n} (id int PRIMARY KEY, n int); INSERT INTO dead${n} SELECT g, 0 FROM generate_series(1, 15000) g`,
  ),
  three((n) => big(`bloated${n}`, 60_000)),
  three((n) => big(`estimate${n}`, 20_000)),
  three((n) => big(`scan${n}`, 50_000)),
].join(';\n');

const WORKLOAD: readonly WorkloadStep[] = [
  ...threeSteps((n) => ({ sql: `SELECT * FROM condition${n} WHERE a = $1`, values: [7], times: 120 })),
  ...threeSteps((n) => ({ sql: `SELECT id FROM list${n} ORDER BY id`, times: 4 })),
  ...threeSteps((n) => ({ sql: `SELECT * FROM child${n} WHERE list_id = $1`, values: [7], times: 160 })),
  ...threeSteps((n) => ({ sql: `SELECT ${'1, '.repeat(n)}pg_sleep(0.6)`, times: 2 })),
  ...threeSteps((n) => ({ sql: `SELECT a FROM unused${n} WHERE id = $1`, values: [7], times: 1_100 })),
  ...threeSteps((n) => ({
    sql: `SELECT count(*)${', 1'.repeat(n)} FROM (SELECT s${n} FROM generate_series(1, 800000) s${n} ORDER BY s${n} DESC OFFSET 0) AS x`,
  })),
  ...threeSteps((n) => ({ sql: `SELECT pg_sleep($1::float8)${', 1'.repeat(n)}`, values: [0], times: 29 })),
  ...threeSteps((n) => ({ sql: `SELECT pg_sleep($1::float8)${', 1'.repeat(n)}`, values: [0.3] })),
  ...threeSteps((n) => ({ sql: `SELECT * FROM estimate${n} WHERE length(b) > $1`, values: [900], times: 12 })),
  ...threeSteps((n) => ({ sql: `SELECT * FROM scan${n} WHERE a = $1 OR b = $2`, values: [-1, 'x'], times: 60 })),
  ...threeSteps((n) => ({
    sql: `SELECT sum((SELECT a FROM bloated${n} WHERE id = g)) FROM generate_series(1, 4000) g`,
    times: 2,
  })),
];

test('each defect is found, three times, and nothing else', async () => {
  const quiet = await analysed(`CREATE EXTENSION pgstattuple; ${SCHEMA}`, WORKLOAD);
  const planted = await quiet.after([
    three((n) => `UPDATE dead${n} SET n = 1`),
    three((n) => `DELETE FROM bloated${n} WHERE id % 5 <> 0`),
    'SELECT pg_stat_force_next_flush()',
    ...NUMBERS.map((n) => `VACUUM ANALYZE bloated${n}`),
    three(
      (n) =>
        `CREATE TABLE fresh${n} (id int PRIMARY KEY, a text); INSERT INTO fresh${n} SELECT g, repeat('x', 80) FROM generate_series(1, 15000) g`,
    ),
  ]);
  expect(counts(planted)).toEqual({
    MIG502: 3,
    MIG503: 3,
    MIG504: 3,
    MIG505: 3,
    MIG507: 3,
    MIG509: 3,
    MIG515: 3,
    MIG517: 3,
    MIG518: 3,
    MIG525: 3,
    MIG526: 3,
    MIG527: 3,
    MIG528: 3,
  });
  expect(planted.of('MIG525')[0]?.evidence.notes[0]).toContain('measured by pgstatindex');
  const mended = await planted.after([
    ...planted.of('MIG525').map(({ ddl }) => ddl ?? ''),
    ...planted.of('MIG507').map(({ ddl }) => ddl ?? ''),
  ]);
  expect([mended.of('MIG525'), mended.of('MIG507')]).toEqual([[], []]);
}, 120_000);

test('bloat without pgstattuple is an estimate, and says so', async () => {
  const database = await analysed(
    'CREATE TABLE b (id int PRIMARY KEY); INSERT INTO b SELECT g FROM generate_series(1, 250000) g',
  );
  expect(database.of('MIG525')).toEqual([]);
  const bloated = await database.after(['DELETE FROM b WHERE id % 10 <> 0', 'VACUUM ANALYZE b']);
  expect(bloated.of('MIG525')[0]?.evidence.notes[0]).toContain('estimated');
  expect((await bloated.after(bloated.of('MIG525')[0]?.ddl ?? '')).of('MIG525')).toEqual([]);
});

test('what is about the server comes three times for three: superusers, transaction ages', async () => {
  const { observation } = await analysed(
    'CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE b (id int PRIMARY KEY); CREATE TABLE c (id int PRIMARY KEY)',
  );
  const tables = observation.tables.map((table) => ({ ...table, transactionAge: 1_500_000_000 }));
  const access = { ...observation.access, superusers: ['x', 'y', 'z'] };
  const codes = analyze({ ...observation, tables, access }).map(({ code }) => code);
  expect(codes.filter((code) => code === 'MIG516')).toHaveLength(3);
  expect(codes.filter((code) => code === 'MIG522')).toHaveLength(3);
});
