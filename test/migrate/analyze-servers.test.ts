// --analyze on servers that are not an ordinary primary: behind a transaction pooler, and on a standby. Real ones, both.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chown, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { runCli } from '@senior-backend/core/cli/run-cli';
import { memoryEnv } from '@senior-backend/core/env/memory-env';
import { describe, expect, onTestFinished, test } from 'vitest';
import { connect } from '../../packages/core/src/postgres/connect.js';
import { serverUser } from '../../packages/core/src/postgres/server/server-user.js';
import { startServer } from '../../packages/core/src/postgres/server/throwaway-server.js';
import type { Session } from '../../packages/core/src/postgres/session.js';
import type { AnalysisData } from '../../packages/migrate/src/report/analysis-data.js';
import { tool } from '../../packages/migrate/src/tool.js';
import { poolerProgram, startPooler } from '../support/pooler.js';
import { serverBinFolder, settingsFor, testDatabase } from '../support/postgres.js';

const SHOP = `
CREATE TABLE users (id int PRIMARY KEY);
CREATE TABLE orders (id serial PRIMARY KEY, user_id int NOT NULL REFERENCES users, note text NOT NULL);
CREATE UNLOGGED TABLE visits (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, at timestamptz);
INSERT INTO users SELECT n FROM generate_series(1, 2000) n;
INSERT INTO orders (user_id, note) SELECT 1 + n % 2000, repeat('x', 50) FROM generate_series(1, 60000) n`;
const BY_USER = 'SELECT * FROM orders WHERE user_id = $1';

async function analysed(
  url: string,
  ...flags: readonly string[]
): Promise<{ readonly data: AnalysisData; readonly stderr: string }> {
  const argv = ['--analyze', ...flags, '--json', '--connection', url];
  const env = memoryEnv({ argv, cwd: tmpdir(), variables: { PATH: process.env['PATH'] ?? '' }, now: new Date() });
  expect(await runCli(tool, env), env.output.stderr).toBe(0);
  return { data: (JSON.parse(env.output.stdout) as { data: AnalysisData }).data, stderr: env.output.stderr };
}

async function hypopgFor(session: Session): Promise<boolean> {
  const there = await session.query("SELECT FROM pg_available_extensions WHERE name = 'hypopg'");
  if (there.length > 0) await session.execute('CREATE EXTENSION IF NOT EXISTS hypopg');
  return there.length > 0;
}

const brief = ({ findings, suggestions, basis }: AnalysisData): object => ({
  basis,
  findings: findings.map(({ code, object }) => `${code} ${object}`),
  suggestions: suggestions.map(({ ddl, costBefore }) => `${ddl} ${costBefore === null ? '' : 'costed'}`),
});

const program = poolerProgram();

describe(program ? 'behind a transaction pooler' : 'behind a transaction pooler (left out: no pgbouncer here)', () => {
  test.runIf(program !== undefined)(
    'the analysis is the same, and nothing is left in the sessions of others',
    async () => {
      const database = await testDatabase({ sql: `CREATE EXTENSION pg_stat_statements; ${SHOP}` });
      const direct = await database.session();
      await direct.execute('VACUUM ANALYZE');
      await hypopgFor(direct);
      for (let run = 0; run < 60; run += 1) await direct.query(BY_USER, [7]);
      const pooler = await startPooler(program ?? '', database.url, 3);
      onTestFinished(() => pooler.stop());
      // A neighbour whose transactions come in between: ours are handed from one server session to the next.
      const neighbour = await connect(await settingsFor(pooler.url));
      onTestFinished(() => neighbour.close());
      let busy = true;
      const work = (async () => {
        while (busy) await neighbour.query('SELECT pg_sleep(0.002)');
      })();
      const through = await analysed(pooler.url, '--ignore', 'MIG522=the neighbour is one');
      busy = false;
      await work;
      expect(through.data.suggestions).toHaveLength(1);
      const plain = await analysed(database.url, '--ignore', 'MIG522=the neighbour is one');
      expect(brief(through.data)).toEqual(brief(plain.data));
      const hypothetical = 'SELECT count(*)::int AS n FROM hypopg_list_indexes';
      const [extension] = await direct.query("SELECT FROM pg_extension WHERE extname = 'hypopg'");
      for (let look = 0; look < 12; look += 1) {
        expect(await neighbour.query("SELECT name FROM pg_prepared_statements WHERE name LIKE 'observed%'")).toEqual(
          [],
        );
        expect(await neighbour.query("SELECT current_setting('jit') AS jit")).toEqual(
          await direct.query("SELECT current_setting('jit') AS jit"),
        );
        if (extension) expect(await neighbour.query(hypothetical)).toEqual([{ n: 0 }]);
      }
    },
  );
});

const baseBackup = join(serverBinFolder(), 'pg_basebackup');

describe(existsSync(baseBackup) ? 'on a standby' : 'on a standby (left out: no pg_basebackup here)', () => {
  test.runIf(existsSync(baseBackup))(
    'read-only, said to be a replica, with advice, and --measure declined',
    async () => {
      const url = await startStandby(async (session) => {
        await session.execute(`CREATE EXTENSION pg_stat_statements; ${SHOP}`);
        await hypopgFor(session);
        await session.execute('VACUUM ANALYZE');
      });
      const session = await connect(await settingsFor(url));
      onTestFinished(() => session.close());
      expect(await session.query('SELECT pg_is_in_recovery() AS standby')).toEqual([{ standby: true }]);
      for (let run = 0; run < 60; run += 1) await session.query(BY_USER, [7]);
      const { data, stderr } = await analysed(url);
      expect(stderr).toContain('the server is a replica');
      expect(data.tables).toBe(3);
      expect(data.suggestions.map(({ ddl }) => ddl)).toEqual([expect.stringContaining('ON public.orders (user_id)')]);
      const tried = await analysed(url, '--measure', '--in-place');
      expect(tried.stderr).toContain('MIG523');
      expect(tried.data.suggestions).toMatchObject([{ trial: null }]);
    },
  );
});

test('counters that were full say that rare statements are missing', async () => {
  const env = memoryEnv({ cwd: tmpdir(), variables: { PATH: process.env['PATH'] ?? '' } });
  const settings = { shared_preload_libraries: 'pg_stat_statements', 'pg_stat_statements.max': '100' };
  const server = await startServer({ env, kinds: ['local', 'packaged'], settings });
  onTestFinished(() => server.stop());
  const session = await server.connect();
  onTestFinished(() => session.close());
  await session.execute(`CREATE EXTENSION pg_stat_statements; ${SHOP}`);
  expect((await analysed(server.url('postgres') ?? '')).stderr).not.toContain('was full');
  for (let width = 1; width <= 150; width += 1) await session.query(`SELECT ${Array(width).fill(1).join(', ')}`);
  expect((await analysed(server.url('postgres') ?? '')).stderr).toContain('let go of what ran least');
});

/** A primary with what `prepare` makes, copied into a standby that follows it; both end with the test. */
async function startStandby(prepare: (session: Session) => Promise<void>): Promise<string> {
  const env = memoryEnv({ cwd: tmpdir(), variables: { PATH: process.env['PATH'] ?? '' } });
  const settings = { shared_preload_libraries: 'pg_stat_statements', wal_level: 'replica', max_wal_senders: '4' };
  const primary = await startServer({ env, kinds: ['local'], settings });
  onTestFinished(() => primary.stop());
  const session = await primary.connect();
  await prepare(session);
  await session.close();
  const user = await serverUser();
  const folder = await mkdtemp(join(tmpdir(), 'senior-backend-standby-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const data = join(folder, 'data');
  await mkdir(data, { mode: 0o700 });
  for (const path of [folder, data]) if (user) await chown(path, user.uid, user.gid);
  const { hosts, user: owner } = await settingsFor(primary.url('postgres') ?? '');
  const [{ host = '', port = 5432 } = {}] = hosts;
  const run = promisify(execFile);
  const as = { ...user, env: { PATH: process.env['PATH'] } };
  const from = ['-h', host, '-p', String(port), '-U', owner];
  await run(baseBackup, [...from, '-D', data, '-R', '-X', 'stream', '-c', 'fast', '--no-sync'], as);
  await writeFile(join(data, 'postgresql.auto.conf'), `\nunix_socket_directories = '${folder}'\n`, { flag: 'a' });
  const control = join(serverBinFolder(), 'pg_ctl');
  await run(
    control,
    ['-D', data, '-w', '-l', join(folder, 'log'), '-o', `-p 5432 -c listen_addresses=''`, 'start'],
    as,
  );
  onTestFinished(async () => {
    await run(control, ['-D', data, '-m', 'immediate', 'stop'], as);
  });
  return `postgresql://${owner}@/postgres?host=${encodeURIComponent(folder)}`;
}
