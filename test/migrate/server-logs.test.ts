// The logs of auto_explain as a real server writes them, in its three formats, with statements that hold whatever a format
// must quote: all three say the same.
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCli } from '@senior-backend/core/cli/run-cli';
import { memoryEnv } from '@senior-backend/core/env/memory-env';
import { expect, onTestFinished, test, vi } from 'vitest';
import { startServer } from '../../packages/core/src/postgres/server/throwaway-server.js';
import type { Session } from '../../packages/core/src/postgres/session.js';
import type { AnalysisData } from '../../packages/migrate/src/report/analysis-data.js';
import { tool } from '../../packages/migrate/src/tool.js';

const SCHEMA = `
CREATE TABLE events (id int PRIMARY KEY, "Kind of" text NOT NULL, data jsonb NOT NULL);
INSERT INTO events SELECT n, 'kind ' || n % 3000, jsonb_build_object('n', n) FROM generate_series(1, 20000) n;
ANALYZE`;

const WORKLOAD: readonly (readonly [sql: string, values?: readonly unknown[]])[] = [
  [`SELECT id FROM events WHERE "Kind of" = 'kind 7'`],
  [`SELECT id FROM events WHERE "Kind of" = 'it''s "quoted", \\ and {"open": "'`],
  ['SELECT id\nFROM events\n  -- a comment with "quotes" and a }\nWHERE "Kind of" = $1', ['a "b", \'c\'\n}\t,']],
  [`SELECT count(*) FROM events WHERE data @> '{"n": 77, "text": "}\\n"}'`],
];

const FORMATS = ['stderr', 'csvlog', 'jsonlog'] as const;

test('stderr, csvlog and jsonlog of a real server', async () => {
  const env = memoryEnv({ cwd: tmpdir(), variables: { PATH: process.env['PATH'] ?? '' } });
  const settings = {
    logging_collector: 'on',
    log_destination: FORMATS.join(', '),
    log_line_prefix: '%m [%p] %q%u@%d ',
    session_preload_libraries: 'auto_explain',
    'auto_explain.log_min_duration': '0',
    'auto_explain.log_format': 'json',
    'auto_explain.log_analyze': 'on',
    'auto_explain.log_buffers': 'on',
  };
  const server = await startServer({ env, kinds: ['local', 'packaged'], settings });
  onTestFinished(() => server.stop());
  const session = await server.connect();
  onTestFinished(() => session.close());
  // Statements that were sent together are logged together: no single one can be told.
  await session.execute('SET auto_explain.log_min_duration = -1');
  await session.execute(SCHEMA);
  await session.execute('RESET auto_explain.log_min_duration');
  for (const [sql, values] of WORKLOAD) await session.query(sql, values);
  for (const format of FORMATS) {
    expect(summary(await analysed(session, server.url, format)), format).toEqual([
      { sql: expect.stringContaining('data @> $1'), calls: 1 },
      { sql: expect.stringContaining('"Kind of" = $1'), calls: 3 },
    ]);
  }
});

async function analysed(
  session: Session,
  url: (database: string) => string | undefined,
  format: (typeof FORMATS)[number],
): Promise<AnalysisData> {
  const [file] = await session.query<{ path: string }>(
    "SELECT current_setting('data_directory') || '/' || pg_current_logfile($1) AS path",
    [format],
  );
  const cwd = await mkdtemp(join(tmpdir(), 'server-logs-'));
  // The collector writes when it comes to it.
  const log = await vi.waitFor(async () => {
    const text = await readFile(file?.path ?? '', 'utf8');
    expect(text.split('data @>').at(1)).toContain('}');
    return text;
  }, 10_000);
  await writeFile(join(cwd, 'server.log'), log);
  const argv = ['--analyze', '--workload', 'server.log', '--json', '--connection', url('postgres') ?? ''];
  const env = memoryEnv({ argv, cwd, variables: { PATH: process.env['PATH'] ?? '' } });
  expect(await runCli(tool, env), env.output.stderr).toBe(0);
  const { data } = JSON.parse(env.output.stdout) as { data: AnalysisData };
  expect(data.workload).toMatchObject({ source: 'auto_explain', unparsed: 0 });
  return data;
}

const summary = ({ statements }: AnalysisData): readonly object[] =>
  statements
    .filter(({ sql }) => /FROM\s+events/.test(sql) && sql.includes('$1'))
    .map(({ sql, calls }) => ({ sql, calls }))
    .sort((a, b) => a.calls - b.calls);
