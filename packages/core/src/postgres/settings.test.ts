import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { serverBinFolder, serverUrl } from '../../../../test/support/postgres.js';
import { memoryEnv } from '../env/memory-env.js';
import { createRedactor } from '../report/redact.js';
import { connect } from './connect.js';
import { type ConnectionSettings, resolveConnection } from './settings.js';

interface Given {
  readonly connection?: string;
  readonly variables?: Record<string, string>;
  readonly passwords?: string;
  readonly services?: string;
}

async function resolve({ connection, variables = {}, passwords, services }: Given): Promise<ConnectionSettings> {
  const home = await mkdtemp(join(tmpdir(), 'home-'));
  if (passwords !== undefined) await writeFile(join(home, '.pgpass'), passwords, { mode: 0o600 });
  if (services !== undefined) await writeFile(join(home, '.pg_service.conf'), services);
  return resolveConnection(memoryEnv({ variables, homeDirectory: home, userName: 'me' }), createRedactor(), connection);
}

async function summary(given: Given): Promise<string> {
  const { hosts, user, database, sslMode } = await resolve(given);
  return `${user}@${hosts.map(({ host, address, port, password }) => `${host}${address ? `(${address})` : ''}:${port}${password === undefined ? '' : `#${password}`}`).join(',')}/${database} ${sslMode}`;
}

describe('connection strings', () => {
  test.each([
    ['postgresql://bob:s%40crt@db.example:6543/shop?sslmode=require', 'bob@db.example:6543#s@crt/shop require'],
    ['postgres://bob@db', 'bob@db:5432/bob prefer'],
    ['postgresql://db1,db2:6000,[::1]:7000/shop', 'me@db1:5432,db2:6000,::1:7000/shop prefer'],
    ['postgresql:///shop?host=/tmp/socket&port=5433', 'me@/tmp/socket:5433/shop prefer'],
    ['postgresql://%2Ftmp%2Fsocket/shop', 'me@/tmp/socket:5432/shop prefer'],
    ['postgresql://bob:p@ss@db/shop', 'bob@db:5432#p@ss/shop prefer'],
    ['postgresql://db/na@me', 'me@db:5432/na@me prefer'],
    ['postgresql://db/shop?ssl=true', 'me@db:5432/shop require'],
    ["host=db port=6000 dbname='my db' user=bob password='it\\'s'", "bob@db:6000#it's/my db prefer"],
    ['host = db  dbname = shop', 'me@db:5432/shop prefer'],
    ['host=db hostaddr=10.0.0.1 dbname=shop', 'me@db(10.0.0.1):5432/shop prefer'],
    ['host=a,b port=1,2 dbname=shop', 'me@a:1,b:2/shop prefer'],
  ])('%s', async (connection, expected) => {
    expect(await summary({ connection })).toBe(expected);
  });

  test.each([
    ['mysql://db/shop', 'the scheme is mysql'],
    ['shop', 'neither a URI nor'],
    ['postgresql://db/shop?sslmod=require', 'did you mean sslmode?'],
    ['postgresql://db:x/shop', 'name:port'],
    ['postgresql://bob:50%@db/shop', 'two hexadecimal digits'],
    ["host='db dbname=shop", 'quote is not closed'],
    ['host=db sslmode=yes', '"yes" is none of'],
    ['host=a,b,c port=1,2', '2 ports for 3 hosts'],
    ['host=db port=70000', 'from 1 to 65535'],
    ['host=db gssencmode=require', 'not supported'],
  ])('%s is refused', async (connection, reason) => {
    await expect(resolve({ connection })).rejects.toMatchObject({
      code: 'CORE201',
      exitCode: 2,
      message: expect.stringContaining(reason),
    });
  });

  test('a refusal never repeats the string', async () => {
    await expect(resolve({ connection: 'postgresql://bob:hunter2@db/x?nope=1' })).rejects.not.toThrow(/hunter2/);
  });
});

describe('where settings come from', () => {
  test('the string, then DATABASE_URL, the service, PG*, the password file, defaults', async () => {
    const variables = { PGHOST: 'from-env', PGUSER: 'env', PGPORT: '1', PGDATABASE: 'env' };
    expect(await summary({ variables })).toBe('env@from-env:1/env prefer');
    expect(await summary({ variables: { ...variables, DATABASE_URL: 'postgresql://u@url/x' } })).toBe(
      'u@url:1/x prefer',
    );
    expect(
      await summary({ connection: 'host=flag', variables: { ...variables, DATABASE_URL: 'postgresql://u@url/x' } }),
    ).toBe('env@flag:1/env prefer');
    const services = '# mine\n[shop]\nhost=service\nport=7\n\n[other]\nhost=no\n';
    expect(await summary({ variables: { ...variables, PGSERVICE: 'shop' }, services })).toBe(
      'env@service:7/env prefer',
    );
    expect(await summary({ connection: 'service=shop user=flag', services })).toBe('flag@service:7/flag prefer');
  });

  test('the sources are known, for messages', async () => {
    const { sources } = await resolve({
      variables: { PGHOST: 'h', DATABASE_URL: 'postgresql://u@/d' },
      passwords: 'h:5432:d:u:pw',
    });
    expect(sources).toMatchObject({
      host: 'PGHOST',
      user: 'DATABASE_URL',
      dbname: 'DATABASE_URL',
      password: expect.stringContaining('.pgpass line 1'),
    });
  });

  test('the password file: escapes, wildcards, first match, sockets as localhost', async () => {
    const passwords = '# comment\ndb:5432:other:bob:no\ndb:*:a\\:b:bob:p\\\\w:x\n*:*:*:*:else\n';
    expect((await resolve({ connection: "host=db user=bob dbname='a:b'", passwords })).hosts[0]?.password).toBe(
      'p\\w:x',
    );
    expect((await resolve({ connection: 'host=db user=bob dbname=z', passwords })).hosts[0]?.password).toBe('else');
    expect(
      (await resolve({ connection: 'host=/tmp dbname=z', passwords: 'localhost:5432:z:me:sock' })).hosts[0]?.password,
    ).toBe('sock');
  });

  test('an unknown service names the files that were looked at', async () => {
    await expect(resolve({ connection: 'service=nope', services: '[shop]\nhost=a\n' })).rejects.toMatchObject({
      code: 'CORE201',
      message: expect.stringContaining('.pg_service.conf'),
    });
  });
});

const psql = join(serverBinFolder(), 'psql');

describe.runIf(existsSync(psql))('psql as the judge', () => {
  const server = new URL(serverUrl());
  const cases: readonly Given[] = [
    { connection: server.href },
    { connection: `host=127.0.0.1 port=${server.port} user=postgres dbname=postgres password=${server.password}` },
    {
      variables: {
        PGHOST: '127.0.0.1',
        PGPORT: server.port,
        PGUSER: 'postgres',
        PGPASSWORD: server.password,
        PGDATABASE: 'template1',
      },
    },
    {
      connection: `postgresql://postgres@127.0.0.1:${server.port}/template1`,
      passwords: `*:*:template1:postgres:${server.password}`,
    },
    {
      connection: `postgresql://127.0.0.1:1,127.0.0.1:${server.port}/postgres?user=postgres&password=${server.password}&connect_timeout=3`,
    },
    {
      variables: { PGSERVICE: 'mine' },
      services: `[mine]\nhost=127.0.0.1\nport=${server.port}\nuser=postgres\npassword=${server.password}\ndbname=postgres\n`,
    },
    { connection: `${server.href}?options=-c%20statement_timeout%3D1234&application_name=seen` },
  ];
  const QUESTION =
    "SELECT current_database() || ' ' || current_user || ' ' || inet_server_port() || ' ' || current_setting('statement_timeout') AS answer";

  test.each(cases.map((given, index) => [index, given] as const))(
    'case %i reaches the same database',
    async (_, given) => {
      const home = await mkdtemp(join(tmpdir(), 'home-'));
      if (given.passwords !== undefined) await writeFile(join(home, '.pgpass'), given.passwords, { mode: 0o600 });
      if (given.services !== undefined) await writeFile(join(home, '.pg_service.conf'), given.services);
      const variables = {
        ...given.variables,
        PGPASSFILE: join(home, '.pgpass'),
        PGSERVICEFILE: join(home, '.pg_service.conf'),
      };
      const { stdout } = await promisify(execFile)(
        psql,
        ['-XAtc', QUESTION, ...(given.connection ? [given.connection] : [])],
        { env: { ...variables, PATH: process.env['PATH'] } },
      );
      const settings = await resolveConnection(
        memoryEnv({ variables, homeDirectory: home, userName: 'postgres' }),
        createRedactor(),
        given.connection,
      );
      const session = await connect(settings);
      const [row] = await session.query<{ answer: string }>(QUESTION);
      await session.close();
      expect(row?.answer).toBe(stdout.trim());
    },
  );
});

describe('what a failed connection says', () => {
  const server = new URL(serverUrl());
  test.each([
    ['nobody listens', `postgresql://x@127.0.0.1:1/x`, 'CORE202'],
    ['no such host', 'postgresql://x@nothing.invalid/x', 'CORE202'],
    ['no such socket', 'postgresql:///x?host=/nonexistent', 'CORE202'],
    ['wrong password', `postgresql://postgres:wrong@127.0.0.1:${server.port}/postgres`, 'CORE203'],
    ['no password', `postgresql://postgres@127.0.0.1:${server.port}/postgres`, 'CORE203'],
    ['no such database', server.href.replace('/postgres', '/nope'), 'CORE203'],
    ['no TLS on the server', `${server.href}?sslmode=require`, 'CORE204'],
    ['no root certificate', `${server.href}?sslmode=verify-full`, 'CORE204'],
  ])('%s', async (_, connection, code) => {
    const failure = await resolve({ connection })
      .then(connect)
      .then(
        () => undefined,
        (error: unknown) => error,
      );
    expect(failure).toMatchObject({ code, exitCode: 4, diagnostic: { help: expect.any(String) } });
    expect(JSON.stringify((failure as { diagnostic: unknown }).diagnostic)).not.toContain(server.password);
  });
});
