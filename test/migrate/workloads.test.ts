// Where --analyze takes its statements from, and what is meant to be as it is.
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCli } from '@senior-backend/core/cli/run-cli';
import { memoryEnv } from '@senior-backend/core/env/memory-env';
import { expect, test } from 'vitest';
import type { AnalysisData } from '../../packages/migrate/src/report/analysis-data.js';
import { tool } from '../../packages/migrate/src/tool.js';
import { type TestDatabase, testDatabase } from '../support/postgres.js';

const EVENTS = `
CREATE TABLE accounts (id int PRIMARY KEY);
CREATE TABLE events (id int PRIMARY KEY, account_id int NOT NULL REFERENCES accounts, kind text NOT NULL);
INSERT INTO accounts SELECT n FROM generate_series(1, 500) n;
INSERT INTO events SELECT n, 1 + n % 500, 'kind ' || n % 3000 FROM generate_series(1, 30000) n;
CREATE TABLE log (line text); ANALYZE;`;

interface Analysed {
  readonly exitCode: number;
  readonly data: AnalysisData;
  readonly stdout: string;
  readonly stderr: string;
}

async function analyse(database: TestDatabase, cwd: string, ...flags: readonly string[]): Promise<Analysed> {
  const argv = [
    '--analyze',
    ...flags,
    '--reporter',
    'pretty',
    '--reporter',
    'json=out.json',
    '--connection',
    database.url,
  ];
  const env = memoryEnv({ argv, cwd, variables: { PATH: process.env['PATH'] ?? '' } });
  const exitCode = await runCli(tool, env);
  const text = await readFile(join(cwd, 'out.json'), 'utf8').catch(() => '{"data":null}');
  return { exitCode, data: (JSON.parse(text) as { data: AnalysisData }).data, ...env.output };
}

const folder = (): Promise<string> => mkdtemp(join(tmpdir(), 'workload-'));

test('a file of queries: counted by what they ask, with no time, and no literal in the report', async () => {
  const database = await testDatabase({ sql: EVENTS });
  const cwd = await folder();
  const queries = `-- from the application
SET search_path = public;
SELECT id FROM events WHERE kind = 'kind 77';
SELECT id FROM events WHERE kind = 'kind 78';
SELECT count(*) FROM events WHERE;
`;
  await writeFile(join(cwd, 'queries.sql'), queries);
  const { data, stdout } = await analyse(database, cwd, '--workload', 'queries.sql');
  expect(data.workload).toMatchObject({ source: 'file', statements: 1, unparsed: 1 });
  expect(data.statements).toMatchObject([{ calls: 2, sql: 'SELECT id FROM events WHERE kind = $1' }]);
  expect(data.suggestions.map(({ ddl, measuredMs }) => [ddl.split(' ON ')[1], measuredMs])).toEqual([
    ['public.events (kind)', null],
    ['public.events (account_id)', null],
  ]);
  expect(stdout).toContain('1 from a file of queries, which has no times; 1 could not be parsed');
  expect(stdout).not.toContain('kind 77');
});

test.each(['stderr', 'jsonlog'])('the log of auto_explain, as %s writes it', async (format) => {
  const database = await testDatabase({ sql: EVENTS });
  const session = await database.session();
  const lines: string[] = [];
  session.onNotice(({ message }) => lines.push(message));
  await session.execute(
    "LOAD 'auto_explain'; SET auto_explain.log_min_duration = 0; SET auto_explain.log_format = json; SET auto_explain.log_analyze = on; SET auto_explain.log_buffers = on; SET client_min_messages = log",
  );
  for (let run = 0; run < 5; run += 1) await session.query(`SELECT * FROM events WHERE kind = 'kind ${run}'`);
  const logged = lines.filter((line) => line.includes('plan:'));
  expect(logged.length).toBeGreaterThanOrEqual(5);
  const log = logged.map((line) =>
    format === 'jsonlog'
      ? JSON.stringify({ timestamp: '2026-11-22', error_severity: 'LOG', message: line })
      : `2026-11-22 10:20:30 UTC [77] LOG:  ${line.replaceAll('\n', '\n\t')}`,
  );
  const cwd = await folder();
  await writeFile(join(cwd, 'server.log'), log.join('\n'));
  const { data } = await analyse(database, cwd, '--workload', 'server.log');
  expect(data.workload).toMatchObject({ source: 'auto_explain', unparsed: 0 });
  const [statement] = data.statements.filter(({ sql }) => sql.includes('kind'));
  expect(statement).toMatchObject({ calls: 5, sql: 'SELECT * FROM events WHERE kind = $1' });
  expect(statement?.meanMs).toBeGreaterThan(0);
});

test('a file that is neither is refused', async () => {
  const database = await testDatabase({ sql: EVENTS });
  const cwd = await folder();
  await writeFile(join(cwd, 'notes.txt'), 'nothing to see');
  expect(await analyse(database, cwd, '--workload', 'notes.txt')).toMatchObject({
    exitCode: 3,
    stderr: expect.stringContaining('error[MIG529]'),
  });
});

test('--ignore with a reason: out of the findings, in the report, and stale ones are said', async () => {
  const database = await testDatabase({ sql: EVENTS });
  const flags = [
    '--ignore',
    'MIG508:public.log=append only',
    '--ignore',
    'MIG516=no',
    '--fail-on',
    'low',
    '--ignore',
    'MIG501=small',
    '--ignore',
    'MIG519=set by roles',
    '--ignore',
    'MIG522=our own',
  ];
  const { data, stdout, stderr, exitCode } = await analyse(database, await folder(), ...flags);
  expect(data.findings).toEqual([]);
  expect(exitCode).toBe(0);
  expect(data.ignored).toContainEqual({ code: 'MIG508', object: 'public.log', reason: 'append only' });
  expect(stdout).toContain('MIG508 public.log: append only');
  expect(stderr).toContain('warning[MIG530]: --ignore MIG516: there is no such finding');
  expect(await analyse(database, await folder(), '--ignore', 'MIG508')).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining('must be CODE=reason'),
  });
});

test('--sample: a loop that goes on in that time is told with confidence', async () => {
  const database = await testDatabase({
    sql: `CREATE EXTENSION pg_stat_statements; ${EVENTS} CREATE INDEX ON events (account_id)`,
  });
  const session = await database.session();
  const page = async (): Promise<void> => {
    const accounts = await session.query<{ id: number }>('SELECT id FROM accounts ORDER BY id LIMIT 20');
    for (const { id } of accounts) await session.query('SELECT * FROM events WHERE account_id = $1', [id]);
  };
  for (let times = 0; times < 8; times += 1) await page();
  const analysis = analyse(database, await folder(), '--sample', '3s');
  let going = true;
  const finished = analysis.finally(() => {
    going = false;
  });
  while (going) await page();
  const risk = (await finished).data.findings.find(({ code }) => code === 'MIG503');
  expect(risk?.evidence.notes[0]).toMatch(
    /^confidence high: in the 3s that were sampled [\d,]+ calls for \d+ list calls/,
  );
});

test('SARIF holds every finding, by severity', async () => {
  const database = await testDatabase({ sql: EVENTS });
  const cwd = await folder();
  await analyse(database, cwd, '--reporter', 'sarif=findings.sarif');
  const sarif = JSON.parse(await readFile(join(cwd, 'findings.sarif'), 'utf8')) as {
    runs: { results: { ruleId: string; level: string }[] }[];
  };
  const results = sarif.runs[0]?.results ?? [];
  expect(results).toContainEqual(expect.objectContaining({ ruleId: 'MIG501', level: 'note' }));
  expect(results.map(({ ruleId }) => ruleId)).toContain('MIG508');
});
