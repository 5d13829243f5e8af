// --analyze where things are not as they should be: a role without rights, young counters, statements that cannot be
// explained, thousands of tables.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCli } from '@senior-backend/core/cli/run-cli';
import { memoryEnv } from '@senior-backend/core/env/memory-env';
import { expect, test } from 'vitest';
import { caveats } from '../../packages/migrate/src/commands/caveats.js';
import { observe } from '../../packages/migrate/src/observe/observe.js';
import { tool } from '../../packages/migrate/src/tool.js';
import { testDatabase } from '../support/postgres.js';
import { ROOT } from '../support/source-files.js';

const EVENTS = `
CREATE EXTENSION pg_stat_statements;
CREATE TABLE events (id int PRIMARY KEY, kind text NOT NULL);
INSERT INTO events SELECT n, 'kind ' || n FROM generate_series(1, 5000) n`;

async function analyse(
  url: string,
  ...flags: readonly string[]
): Promise<{ exitCode: number; stdout: string; stderr: string }> {
  const argv = ['--analyze', ...flags, '--connection', url];
  const env = memoryEnv({ argv, cwd: tmpdir(), variables: { PATH: process.env['PATH'] ?? '' }, now: new Date() });
  return { exitCode: await runCli(tool, env), ...env.output };
}

test('a role that may see no statistics gets an analysis, and is told what is hidden', async () => {
  const database = await testDatabase({ sql: EVENTS });
  const session = await database.session();
  const role = `r_${database.name}`;
  await session.execute(
    `CREATE ROLE ${role} LOGIN PASSWORD 'secret-of-role'; SELECT count(*) FROM events WHERE kind = 'x'`,
  );
  const url = new URL(database.url);
  url.username = role;
  url.password = 'secret-of-role';
  const { exitCode, stdout, stderr } = await analyse(url.href);
  await session.execute(`DROP ROLE ${role}`);
  expect(exitCode).toBe(0);
  expect(stderr).toContain('some statements are hidden from this role');
  expect(stderr).toContain('GRANT pg_read_all_stats');
  expect(stdout).toContain('the text of others is hidden from this role');
  expect(stdout + stderr).not.toContain('secret-of-role');
});

test('without the right to the view itself', async () => {
  const database = await testDatabase({ sql: `${EVENTS}; REVOKE SELECT ON pg_stat_statements FROM PUBLIC` });
  const session = await database.session();
  const role = `s_${database.name}`;
  await session.execute(`CREATE ROLE ${role} LOGIN PASSWORD 'secret-of-role'`);
  const url = new URL(database.url);
  url.username = role;
  url.password = 'secret-of-role';
  const { exitCode, stderr } = await analyse(url.href);
  await session.execute(`DROP ROLE ${role}`);
  expect({ exitCode, stderr }).toMatchObject({ exitCode: 0, stderr: expect.stringContaining('pg_read_all_stats') });
});

test('counters that have just been reset are said to be young; old ones are not', async () => {
  const database = await testDatabase({ sql: EVENTS });
  const session = await database.session();
  await session.query('SELECT pg_stat_statements_reset()');
  await session.query('SELECT count(*) FROM events');
  expect((await analyse(database.url)).stderr).toMatch(/the counters of pg_stat_statements began \d+m?s ago/);
  const observation = await observe(session, { statements: 10 });
  expect(caveats(observation, new Date(Date.now() + 86_400_000))).toEqual([]);
});

test('a replica is said to be one', async () => {
  const database = await testDatabase({ sql: EVENTS });
  const observation = await observe(await database.session(), { statements: 10 });
  const server = { ...observation.server, replica: true };
  expect(caveats({ ...observation, server }, new Date(Date.now() + 86_400_000))).toMatchObject([
    { code: 'MIG510', message: expect.stringContaining('the server is a replica') },
  ]);
});

test('a statement that cannot be explained any more is counted, and nothing is left in the session', async () => {
  const database = await testDatabase({ sql: EVENTS });
  const session = await database.session();
  await session.query('SELECT pg_stat_statements_reset()');
  await session.execute('CREATE TEMP TABLE gone (id int)');
  await session.query('SELECT id FROM gone WHERE id = 1');
  await session.execute('DROP TABLE gone');
  await session.query('SELECT id FROM events WHERE kind = $1', ['x']);
  expect((await analyse(database.url)).stdout).toMatch(/; 1 could not be explained/);
  // Behind a transaction pooler the session is somebody else's next.
  await observe(session, { statements: 10 });
  expect(await session.query('SELECT name FROM pg_prepared_statements')).toEqual([]);
});

const TABLES = process.env['CHECK'] === 'full' ? 10_000 : 500;

test(`${TABLES} tables: within a minute and 300 MB`, async () => {
  const database = await testDatabase();
  const session = await database.session();
  for (let from = 0; from < TABLES; from += 250) {
    const sql = Array.from({ length: 250 }, (_, n) => {
      const key = from + n === 0 ? '' : `, parent_id int REFERENCES t${Math.floor((from + n) / 2)}`;
      return `CREATE TABLE t${from + n} (id int PRIMARY KEY, name text UNIQUE, a int, b int, c timestamptz, d jsonb${key}); CREATE INDEX ON t${from + n} (a, b)`;
    });
    await session.execute(sql.join(';'));
  }
  const started = performance.now();
  const { exitCode, peakMiB } = await runMeasured(['--analyze', '--json', '--connection', database.url]);
  expect(exitCode).toBe(0);
  expect(performance.now() - started).toBeLessThan(60_000);
  expect(peakMiB).toBeLessThan(300);
}, 600_000);

/** Runs the built command; the peak is the kernel's (VmHWM), where there is one to ask. */
async function runMeasured(argv: readonly string[]): Promise<{ exitCode: number | null; peakMiB: number }> {
  const child = spawn(process.execPath, [join(ROOT, 'packages/migrate/bin/db-migrate.js'), ...argv], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  child.stdout.resume();
  let peakMiB = 0;
  const look = setInterval(() => {
    peakMiB = Math.max(peakMiB, peakOf(child.pid ?? 0));
  }, 20);
  const exitCode = await new Promise<number | null>((resolve) => child.on('close', resolve));
  clearInterval(look);
  return { exitCode, peakMiB };
}

function peakOf(processId: number): number {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${processId}/status`, 'utf8'))?.[1] ?? 0) / 1024;
  } catch (error) {
    // It has just ended, or the kernel has no /proc.
    if (error instanceof Error && 'code' in error) return 0;
    throw error;
  }
}
