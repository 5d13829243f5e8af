// Kills the runner, or its session, at random moments; the same command again must lead exactly where an undisturbed run
// leads. A seeded handful every day; CHECK=full runs the figures of the promise.
import { execFile, spawn } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { seededRandom } from '@senior-backend/core/env/memory-env';
import { expect, test } from 'vitest';
import { serverBinFolder } from '../support/postgres.js';
import { type Project, project } from './run.js';

const execute = promisify(execFile);
const FULL = process.env['CHECK'] === 'full';
const BIN = join(import.meta.dirname, '../../packages/migrate/bin/db-migrate.js');
const START = "CREATE TABLE t (id int, name text); INSERT INTO t SELECT i, 'n' || i FROM generate_series(1, 20000) i";

const pause = 'SELECT pg_sleep(0.04);';
const TRANSACTIONAL = Array.from(
  { length: 10 },
  (_, n) => `ALTER TABLE t ADD COLUMN c${n} int DEFAULT ${n};\n${pause}`,
).join('\n');
const MIXED = [
  `ALTER TABLE t ADD COLUMN a int DEFAULT 1;\n${pause}`,
  'CREATE INDEX CONCURRENTLY t_name ON t (name);',
  `INSERT INTO t VALUES (-1, 'once');\n${pause}`,
  'CREATE UNIQUE INDEX CONCURRENTLY t_id ON t (id);',
  `ALTER TABLE t ADD COLUMN b int;\n${pause}`,
  '-- migrate: commit',
  "INSERT INTO t VALUES (-2, 'once');",
  'DROP INDEX CONCURRENTLY t_name;',
].join('\n');

/** Schema, ledger and rows, as they must be in the end. */
async function outcome({ database }: Project): Promise<unknown> {
  const { stdout } = await execute(join(serverBinFolder(), 'pg_dump'), ['--schema-only', '-d', database.url]);
  const session = await database.session();
  const ledger = await session.query('SELECT id, checksum, state FROM db_migrate.migrations');
  const rows = await session.query('SELECT count(*)::int AS rows, count(*) FILTER (WHERE id < 0)::int AS once FROM t');
  await session.close();
  return { dump: stdout.replace(/^\\(un)?restrict .*$/gm, ''), ledger, rows };
}

function start({ folder, database }: Project) {
  const child = spawn(process.execPath, [BIN, '--migrate', 'm.sql', '--connection', database.url], {
    cwd: folder,
    stdio: 'ignore',
  });
  return { child, ended: new Promise<number | null>((resolve) => child.on('exit', resolve)) };
}

type Blow = 'kill -9' | 'pg_terminate_backend' | 'SIGINT';

async function strike(it: Project, blow: Blow, afterMs: number): Promise<number | null> {
  const { child, ended } = start(it);
  await Promise.race([new Promise((resolve) => setTimeout(resolve, afterMs)), ended]);
  if (blow === 'kill -9') child.kill('SIGKILL');
  else if (blow === 'SIGINT') child.kill('SIGINT');
  else {
    const session = await it.database.session();
    await session.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'db-migrate'",
    );
    await session.close();
  }
  return ended;
}

test.each([
  ['one transaction', TRANSACTIONAL],
  ['steps outside transactions', MIXED],
] as const)(
  '%s: nothing lost, nothing twice, one command resumes',
  async (_, text) => {
    const undisturbed = await project(START, { 'm.sql': text });
    expect(await start(undisturbed).ended).toBe(0);
    const expected = await outcome(undisturbed);
    const random = seededRandom(Number(process.env['SEED'] ?? 3));
    const blows: readonly Blow[] = ['kill -9', 'pg_terminate_backend', 'SIGINT'];
    for (let round = 0; round < (FULL ? 100 : 4); round += 1) {
      const it = await project(START, { 'm.sql': text });
      const blow = blows[round % blows.length] ?? 'kill -9';
      const afterMs = 250 + random() * 900;
      const exitCode = await strike(it, blow, afterMs);
      // Killed, not yet connected, half-way, interrupted, or done before the blow fell.
      expect([null, 0, 4, 6, 130], `${blow} after ${afterMs} ms`).toContain(exitCode);
      expect(await start(it).ended, `resuming from ${blow} after ${afterMs} ms`).toBe(0);
      expect(await outcome(it), `${blow} after ${afterMs} ms`).toEqual(expected);
    }
  },
  FULL ? 1_800_000 : 120_000,
);

test('a killed runner is gone from the server within a second', async () => {
  const it = await project(START, { 'm.sql': 'SELECT pg_sleep(30);' });
  const { child, ended } = start(it);
  const session = await it.database.session();
  const running = async (): Promise<number> => {
    const [row] = await session.query<{ count: number }>(
      "SELECT count(*)::int AS count FROM pg_stat_activity WHERE datname = current_database() AND query LIKE '%pg_sleep(30)%' AND pid <> pg_backend_pid()",
    );
    return row?.count ?? 0;
  };
  await expect.poll(running, { timeout: 20_000 }).toBe(1);
  child.kill('SIGKILL');
  await ended;
  await expect.poll(running, { timeout: 1_000, interval: 50 }).toBe(0);
}, 60_000);

test('of several runners one works at a time, and all end well', async () => {
  const it = await project('CREATE TABLE log (n int)', {
    'm.sql': 'INSERT INTO log VALUES (1); CREATE INDEX CONCURRENTLY log_n ON log (n);',
  });
  const codes = await Promise.all(Array.from({ length: FULL ? 8 : 4 }, () => start(it).ended));
  expect(codes.every((code) => code === 0)).toBe(true);
  const session = await it.database.session();
  expect(await session.query('SELECT count(*)::int AS rows FROM log')).toEqual([{ rows: 1 }]);
}, 120_000);
