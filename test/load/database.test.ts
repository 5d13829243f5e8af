// A server on a real database that is locked for a while: the run says which statement took the time, and names the spike.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import type { Session } from '../../packages/core/src/postgres/session.js';
import { type TestDatabase, testDatabase } from '../support/postgres.js';
import { runLoad, startLoad } from './support/run-load.js';

interface Seen {
  readonly blind: readonly string[];
  readonly perRequestMs: number | null;
  readonly statements: readonly { readonly text: string; readonly calls: number; readonly totalMs: number }[];
  readonly blocks: readonly { readonly blocking: string; readonly waiting: string; readonly firstMs: number }[];
  readonly spikes: readonly { readonly fromMs: number; readonly cause: string | null }[];
  readonly samples: readonly unknown[];
}

let server: Server | undefined;
afterEach(() => {
  server?.close();
  server?.closeAllConnections();
});

const SQL = `CREATE TABLE orders (id int PRIMARY KEY, note text);
INSERT INTO orders SELECT g, 'n' || g FROM generate_series(1, 1000) g`;

/** Each request reads one row, over four sessions. */
async function serve(database: TestDatabase): Promise<string> {
  const sessions: readonly Session[] = await Promise.all([1, 2, 3, 4].map(() => database.session()));
  const queues = sessions.map(() => Promise.resolve());
  let n = 0;
  const reading = createServer((_, response) => {
    n += 1;
    const [id, place] = [(n % 1_000) + 1, n % sessions.length];
    queues[place] = (queues[place] ?? Promise.resolve())
      .then(async () => {
        const rows = await sessions[place]?.query('SELECT note FROM orders WHERE id = $1', [id]);
        response.end(JSON.stringify(rows));
      })
      .catch(() => void response.writeHead(500).end());
  });
  server = reading;
  await new Promise<void>((listening) => reading.listen(0, '127.0.0.1', listening));
  return `http://127.0.0.1:${(reading.address() as AddressInfo).port}/`;
}

test('a lock in the middle of a run is named as the cause of the spike', async () => {
  const database = await testDatabase({ sql: `${SQL}; CREATE EXTENSION pg_stat_statements` });
  const url = await serve(database);
  const running = startLoad([url, '-r', '100', '-d', '5s', '--pg', database.url, '--json']);
  const blocker = await database.session();
  await new Promise((resolve) => setTimeout(resolve, 3_000));
  await blocker.execute("BEGIN; LOCK TABLE orders; SELECT pg_sleep(0.7), 'canary-literal'; COMMIT");
  const { stdout, exitCode } = await running.finished;
  expect(exitCode).toBe(0);
  const { database: seen } = (JSON.parse(stdout) as { data: { database: Seen } }).data;
  expect(seen.blind).toEqual([]);
  expect(seen.statements.find(({ text }) => text.startsWith('SELECT note'))?.calls).toBe(500);
  expect(seen.statements.some(({ text }) => text.includes('api-load'))).toBe(false);
  expect(seen.perRequestMs).toBeGreaterThan(0);
  expect(seen.blocks[0]).toMatchObject({ waiting: 'SELECT note FROM orders WHERE id = $1' });
  expect(seen.blocks[0]?.blocking).toContain('pg_sleep');
  expect(seen.spikes.some(({ cause }) => cause?.includes('pg_sleep'))).toBe(true);
  expect(stdout).not.toContain('canary-literal');
  expect(seen.samples.length).toBeGreaterThan(20);
}, 30_000);

test('the report shows it, and says what it cannot see', async () => {
  const database = await testDatabase({ sql: SQL });
  const url = await serve(database);
  const { stdout, stderr } = await runLoad([url, '-d', '1s', '-c', '2', '--pg', database.url]);
  expect(stdout).toContain(`DATABASE: ${database.name}, PostgreSQL `);
  expect(stdout).toContain('pg_stat_statements is not installed in this database: statements are not counted');
  expect(stdout + stderr).not.toContain(new URL(database.url).password || 'no password');
});

test('a database that cannot be reached is said before anything is sent', async () => {
  const finished = await runLoad(['http://127.0.0.1:1/', '-d', '1s', '--pg', 'postgres://127.0.0.1:1/none']);
  expect(finished).toMatchObject({ exitCode: 4, stdout: '' });
  expect(finished.stderr).toContain('error[CORE202]');
});

test('a target that cannot be reached does not leave the watch behind', async () => {
  const database = await testDatabase({ sql: SQL });
  const finished = await runLoad(['http://no-such-host.invalid/', '-d', '1s', '--pg', database.url]);
  expect(finished.exitCode).toBe(4);
  expect(finished.wallMs).toBeLessThan(8_000);
});

test('a database that goes away ends the watch and not the run', async () => {
  const database = await testDatabase({ sql: SQL });
  const url = await serve(database);
  const running = startLoad([url, '-d', '2s', '-c', '2', '--pg', database.url, '--json']);
  const admin = await database.session();
  const watcher =
    "SELECT pid FROM pg_stat_activity WHERE application_name = 'api-load' AND datname = current_database()";
  await expect.poll(async () => (await admin.query(watcher)).length, { timeout: 10_000 }).toBe(1);
  await new Promise((resolve) => setTimeout(resolve, 700));
  await admin.query(`SELECT pg_terminate_backend(pid) FROM (${watcher}) AS w`);
  const { stdout, exitCode } = await running.finished;
  const { data } = JSON.parse(stdout) as { data: { database: Seen; targets: { requests: { ok: number } }[] } };
  expect(exitCode).toBe(0);
  expect(data.targets[0]?.requests.ok).toBeGreaterThan(0);
  expect(data.database.blind.join()).toContain('the connection to the database was lost');
}, 20_000);
