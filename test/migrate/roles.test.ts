// --roles on a server of its own: roles belong to the whole server, and those of the other tests are left alone.
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCli } from '@senior-backend/core/cli/run-cli';
import { memoryEnv } from '@senior-backend/core/env/memory-env';
import type { ThrowawayServer } from '@senior-backend/core/postgres/server/server';
import { startServer } from '@senior-backend/core/postgres/server/throwaway-server';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { tool } from '../../packages/migrate/src/tool.js';
import { serverBinFolder } from '../support/postgres.js';

const OLD = `
  CREATE ROLE app_owner;
  CREATE ROLE app_readers;
  CREATE ROLE app_gone LOGIN CONNECTION LIMIT 4 PASSWORD 'canary-5f2c';
  CREATE ROLE app_user LOGIN IN ROLE app_readers;
  CREATE ROLE other_tool LOGIN;
  ALTER ROLE app_user SET search_path TO app, public;
  ALTER ROLE app_user SET statement_timeout TO '5s';
`;
const OLD_SCHEMA = `
  CREATE TABLE public.orders (id bigint PRIMARY KEY);
  ALTER TABLE public.orders OWNER TO app_gone;
  GRANT SELECT ON public.orders TO app_readers;
  GRANT UPDATE ON public.orders TO app_gone;
  GRANT SELECT ON public.orders TO other_tool;
`;
const NEW = `
  CREATE ROLE app_owner NOINHERIT;
  CREATE ROLE app_readers;
  CREATE ROLE app_user LOGIN VALID UNTIL '2030-01-01 00:00:00+00';
  CREATE ROLE "app_Writers" BYPASSRLS;
  COMMENT ON ROLE "app_Writers" IS 'who may write';
  GRANT "app_Writers" TO app_user WITH ADMIN OPTION;
  GRANT pg_read_all_stats TO app_readers;
  ALTER ROLE app_user SET search_path TO "$user", app;
  CREATE TABLE public.orders (id bigint PRIMARY KEY);
  ALTER TABLE public.orders OWNER TO app_owner;
  GRANT SELECT ON public.orders TO app_readers;
  GRANT UPDATE ON public.orders TO "app_Writers";
  GRANT SELECT ON public.orders TO other_tool;
`;

let server: ThrowawayServer;
let folder: string;
const env = () => memoryEnv({ cwd: folder, variables: { PATH: `${serverBinFolder()}:${process.env['PATH'] ?? ''}` } });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'roles-test-'));
  server = await startServer({ env: env(), kinds: ['local'], tcp: true });
  await server.createDatabase('shop');
  const session = await server.connect('shop');
  await session.execute(OLD + OLD_SCHEMA);
  await session.close();
});
afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(() => rm(join(folder, 'migrations'), { recursive: true, force: true }));

const run = (...argv: string[]) => runIn('shop', ...argv);

async function runIn(
  database: string,
  ...argv: string[]
): Promise<{ exitCode: number; stdout: string; stderr: string }> {
  const one = { ...env(), argv: [...argv, '--connection', server.url(database) ?? ''] };
  const exitCode = await runCli(tool, one);
  return { exitCode, ...one.output };
}

/** A new database; what cannot stand in a transaction comes first, a statement after the other. */
async function fill(database: string, alone: string, sql: string): Promise<void> {
  await server.createDatabase(database);
  const session = await server.connect(database);
  for (const statement of alone.split(';').filter((text) => text.trim() !== '')) await session.execute(statement);
  await session.execute(sql);
  await session.close();
}

/** `role database {settings}` of all that there are. */
async function settingsIn(database: string): Promise<readonly string[]> {
  const session = await server.connect(database);
  const rows = await session.query<{ line: string }>(
    `SELECT concat_ws(' ', CASE setrole WHEN 0 THEN '' ELSE setrole::regrole::text END, datname, setconfig) AS line
     FROM pg_db_role_setting JOIN pg_database d ON d.oid = setdatabase WHERE datname IN ('settings', 'elsewhere') ORDER BY setrole DESC, datname`,
  );
  await session.close();
  return rows.map(({ line }) => line);
}

test('makes, changes and drops roles with what stands on them, proved by pg_dumpall, there and back', async () => {
  await writeFile(join(folder, 'new.sql'), NEW);
  const written = await run('--compare', 'new.sql', '--roles', 'app_*');
  expect(written.stderr).not.toContain('error[');
  expect(written.exitCode).toBe(0);
  expect(written.stdout).toContain('up and rollback led exactly where they should (pg_dump');
  const files = (await readdir(join(folder, 'migrations'))).sort();
  const [up = '', down = ''] = await Promise.all(
    files.map((file) => readFile(join(folder, 'migrations', file), 'utf8')),
  );
  for (const statement of [
    'CREATE ROLE "app_Writers" BYPASSRLS',
    'ALTER ROLE app_owner NOINHERIT',
    "ALTER ROLE app_user VALID UNTIL '2030-01-01 00:00:00.000000+00'",
    "ALTER ROLE app_user SET search_path TO '$user', 'app'",
    'ALTER ROLE app_user RESET statement_timeout',
    'GRANT "app_Writers" TO app_user WITH ADMIN OPTION',
    'GRANT pg_read_all_stats TO app_readers',
    'REVOKE app_readers FROM app_user',
    'DROP ROLE app_gone',
    'MIG301 role app_gone goes with its password',
    'MIG305 role "app_Writers" gets BYPASSRLS',
  ])
    expect(up).toContain(statement);
  expect(down).toContain('CREATE ROLE app_gone LOGIN CONNECTION LIMIT 4');
  expect(up + down).not.toContain('ROLE other_tool');
  expect(up + down + written.stdout).not.toContain('canary-5f2c');

  expect((await run('--migrate', 'migrations')).exitCode).toBe(5);
  expect((await run('--migrate', 'migrations', '--confirm', 'shop')).stderr).toBe('');
  expect((await run('--compare', 'new.sql', '--roles', 'app_*', '--check')).exitCode).toBe(0);
  expect((await run('--rollback', '1', '--confirm', 'shop')).exitCode).toBe(0);
  await writeFile(join(folder, 'old.sql'), OLD.replace(/^.*other_tool.*$/m, '') + OLD_SCHEMA);
  expect((await run('--compare', 'old.sql', '--roles', 'app_*', '--check')).exitCode).toBe(0);
});

test('what is set for a role in this database goes along, and in no other', async () => {
  await fill(
    'settings',
    `CREATE DATABASE elsewhere;
     CREATE ROLE set_app LOGIN`,
    `ALTER ROLE set_app IN DATABASE settings SET search_path TO app, "$user";
     ALTER ROLE set_app IN DATABASE settings SET statement_timeout TO '5s';
     ALTER ROLE set_app IN DATABASE elsewhere SET statement_timeout TO '9s';
     ALTER DATABASE settings SET "shop.region" TO 'north'`,
  );
  await writeFile(
    join(folder, 'new.sql'),
    `CREATE ROLE set_app LOGIN;
     ALTER ROLE set_app IN DATABASE settings SET search_path TO app, public;
     ALTER ROLE set_app IN DATABASE "settings" SET "shop.tenant" TO 'it''s $$ 7 %I'`,
  );
  const written = await runIn('settings', '--compare', 'new.sql', '--roles', 'set_*');
  expect(written.stderr).not.toContain('error[');
  expect(written.stdout).toContain('up and rollback led exactly where they should (pg_dump');
  const before = await settingsIn('settings');
  expect((await runIn('settings', '--migrate', 'migrations')).exitCode).toBe(0);
  expect(await settingsIn('settings')).toEqual([
    'set_app elsewhere {statement_timeout=9s}',
    `set_app settings {"search_path=app, public","shop.tenant=it's $$ 7 %I"}`,
    ' settings {shop.region=north}',
  ]);
  expect((await runIn('settings', '--compare', 'new.sql', '--roles', 'set_*', '--check')).exitCode).toBe(0);
  expect((await runIn('settings', '--rollback', '1')).exitCode).toBe(0);
  expect(await settingsIn('settings')).toEqual(before);
});

test('what is set for everybody in this database goes along where all roles do', async () => {
  await fill('everybody', '', `ALTER DATABASE everybody SET "shop.region" TO 'north'`);
  await fill('wanted', '', `ALTER DATABASE wanted SET "shop.region" TO 'south'`);
  const wanted = server.url('wanted') ?? '';
  const written = await runIn('everybody', '--compare', wanted, '--roles', '*');
  expect(written.stdout).toContain('up and rollback led exactly where they should (pg_dump');
  expect(written.stdout).toContain('$$ALTER ROLE ALL IN DATABASE %I SET "shop.region" TO \'south\'$$');
});

test('without --roles a schema may not make one, and a server of others is no scratch for it', async () => {
  await writeFile(join(folder, 'new.sql'), NEW);
  const plain = await run('--compare', 'new.sql');
  expect(plain.exitCode).toBe(3);
  expect(plain.stderr).toContain("or compare them with --roles '*'");
  const beside = await run('--compare', 'new.sql', '--roles', '*', '--scratch', 'server');
  expect(beside.exitCode).toBe(2);
  expect(beside.stderr).toContain('a server that is started for it alone');
  const from = await run('--compare', 'new.sql', '--roles', '*', '--from', 'new.sql');
  expect(from.exitCode).toBe(2);
});

test('statements about roles are applied, and tried on no scratch database', async () => {
  await writeFile(join(folder, 'role.sql'), 'CREATE ROLE app_later;\n');
  const linted = await run('--lint', 'role.sql');
  expect(linted.exitCode).toBe(3);
  expect(linted.stderr).toContain('--lint cannot try a statement about roles');
  expect((await run('--migrate', 'role.sql', '--dry-run')).exitCode).toBe(0);
  const session = await server.connect('shop');
  expect(await session.query("SELECT FROM pg_roles WHERE rolname = 'app_later'")).toEqual([]);
  await session.close();
});

test('a role that may read the catalogue and no table compares all the same, and the report says who observed', async () => {
  await server.createDatabase('closed');
  const session = await server.connect('closed');
  await session.execute("CREATE ROLE weak LOGIN PASSWORD 'x'; CREATE TABLE closed (id int)");
  await session.close();
  await writeFile(join(folder, 'closed.sql'), 'CREATE TABLE closed (id int, note text);');
  const url = new URL(server.url('closed') ?? '');
  url.username = 'weak';
  url.password = 'x';
  const one = { ...env(), argv: ['--compare', 'closed.sql', '--no-owner', '--connection', url.href] };
  expect(await runCli(tool, one)).toBe(0);
  const whole = { ...env(), argv: ['--compare', 'closed.sql', '--dry-run', '--connection', url.href] };
  await runCli(tool, whole);
  expect(whole.output.stderr).not.toContain('CORE900');
  expect(whole.output.stdout).toContain('catalogue, since pg_dump was refused: permission denied for table closed');
});
