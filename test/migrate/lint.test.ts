import { expect, test } from 'vitest';
import { type MigrateDocument, project } from './run.js';

const LIVE = `
  CREATE TABLE big (id int, name text, note text);
  INSERT INTO big SELECT i, 'n' FROM generate_series(1, 2000) i;
  CREATE TABLE small (id int, name text);
  INSERT INTO small VALUES (1);
  CREATE TABLE nothing (id int);
  ANALYZE`;

// Each statement, and the code that it must bring; undefined where there must be none.
test.each([
  ['DROP TABLE big', 'MIG301'],
  ['DROP TABLE nothing', undefined],
  ['ALTER TABLE small DROP COLUMN name', 'MIG301'],
  ['ALTER TABLE big RENAME COLUMN note TO notes', undefined],
  ['ALTER TABLE big ALTER COLUMN id TYPE bigint', 'MIG302'],
  ['ALTER TABLE big ALTER COLUMN name TYPE varchar', undefined],
  ['ALTER TABLE big ADD COLUMN at timestamptz DEFAULT clock_timestamp()', 'MIG302'],
  ['ALTER TABLE big ADD COLUMN at timestamptz DEFAULT now()', undefined],
  ['ALTER TABLE small ALTER COLUMN id TYPE bigint', undefined],
  ['CREATE INDEX i ON big (name)', 'MIG303'],
  ['CREATE INDEX i ON small (name)', undefined],
  ['CREATE INDEX CONCURRENTLY i ON big (name)', undefined],
  ['CREATE TABLE fresh (id int); CREATE INDEX i ON fresh (id)', undefined],
  ['ALTER TABLE big ADD CONSTRAINT c CHECK (id > 0)', 'MIG303'],
  ['ALTER TABLE big ADD CONSTRAINT c CHECK (id > 0) NOT VALID', undefined],
  ['ALTER TABLE big ALTER COLUMN name SET NOT NULL', 'MIG303'],
])('%s: %s', async (sql, code) => {
  const { json } = await project(LIVE, { 'm.sql': sql });
  const { diagnostics } = await json<MigrateDocument>('--lint', 'm.sql', '--online-threshold', '1000');
  expect(diagnostics.map((one) => one.code)).toEqual(code === undefined ? [] : [code]);
  if (code !== undefined) expect(diagnostics[0]?.location).toMatchObject({ file: 'm.sql', line: 1, column: 1 });
});

test('--fail-on makes exit 1; a statement that cannot run is an error with its place', async () => {
  const { run, json, file } = await project(LIVE, { 'm.sql': 'SELECT 1;\nCREATE INDEX i ON big (name);' });
  expect((await run('--lint', 'm.sql', '--online-threshold', '1000')).exitCode).toBe(0);
  expect((await run('--lint', 'm.sql', '--online-threshold', '1000', '--fail-on', 'blocking')).exitCode).toBe(1);
  await file('m.sql', 'SELECT 1;\nCREATE INDEX i ON nowhere (name);');
  expect(await json('--lint', 'm.sql')).toMatchObject({
    exitCode: 3,
    diagnostics: [{ code: 'MIG201', location: { line: 2, column: 1 } }],
  });
});

test('--reporter sarif gives each finding with its place and its rule', async () => {
  const { run } = await project(LIVE, { 'm.sql': 'SELECT 1;\nCREATE INDEX i ON big (name);' });
  const { stdout } = await run('--lint', 'm.sql', '--online-threshold', '1000', '--reporter', 'sarif');
  expect(JSON.parse(stdout).runs[0]).toMatchObject({
    tool: { driver: { name: 'db-migrate', rules: [{ id: 'MIG303', shortDescription: { text: 'others wait' } }] } },
    results: [
      {
        ruleId: 'MIG303',
        level: 'warning',
        locations: [
          { physicalLocation: { artifactLocation: { uri: 'm.sql' }, region: { startLine: 2, startColumn: 1 } } },
        ],
      },
    ],
  });
});
