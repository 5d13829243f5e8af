// --scratch with the URL of another server, for a role that may make no database beside its own.
import { memoryEnv } from '@senior-backend/core/env/memory-env';
import type { ThrowawayServer } from '@senior-backend/core/postgres/server/server';
import { startServer } from '@senior-backend/core/postgres/server/throwaway-server';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { serverBinFolder } from '../support/postgres.js';
import { project } from './run.js';

let other: ThrowawayServer;

beforeAll(async () => {
  const env = memoryEnv({ variables: { PATH: `${serverBinFolder()}:${process.env['PATH'] ?? ''}` } });
  other = await startServer({ env, kinds: ['local', 'packaged'], tcp: true });
});
afterAll(() => other.stop());

const leftovers = async (): Promise<readonly object[]> => {
  const session = await other.connect('postgres');
  return session
    .query("SELECT datname FROM pg_database WHERE datname LIKE 'db_migrate_scratch%'")
    .finally(() => session.close());
};

test('the schema is loaded and the migration proved there, and nothing is left behind', async () => {
  const { run, database, json } = await project('CREATE TABLE t (id int); CREATE TABLE u (id int)', {
    'schema.sql': "CREATE TABLE t (id int PRIMARY KEY, name text DEFAULT lower('A'));",
  });
  const session = await database.session();
  const role = `modest_${database.name}`;
  await session.execute(
    `CREATE ROLE ${role} LOGIN PASSWORD 'p'; ALTER TABLE t OWNER TO ${role}; GRANT ALL ON SCHEMA public TO ${role}`,
  );
  const url = new URL(database.url);
  url.username = role;
  url.password = 'p';
  const mine = ['--compare', 'schema.sql', '--dry-run', '--connection', url.href];
  expect(await run(...mine, '--scratch', 'server')).toMatchObject({
    exitCode: 4,
    stderr: expect.stringContaining('MIG113'),
  });
  const scratch = other.url('postgres') ?? '';
  const admin = await other.connect('postgres');
  await admin.execute(`CREATE ROLE ${role}`).finally(() => admin.close());
  const document = await json<{ data: object }>(...mine, '--scratch', scratch, '--no-owner');
  expect(document.data).toMatchObject({ scratch: 'a temporary database on the server of --scratch', empty: false });
  const owned = await project('CREATE TABLE t (id int)', { 'schema.sql': 'CREATE TABLE t (id int PRIMARY KEY);' });
  expect(await owned.json('--compare', 'schema.sql', '--scratch', scratch)).toMatchObject({
    data: { proof: { up: 'equal', down: 'equal' } },
  });
  expect(await leftovers()).toEqual([]);
  await session.execute(`DROP OWNED BY ${role}; DROP ROLE ${role}`);
});

test('a server that does not answer is named, and nothing is written', async () => {
  const { run } = await project('', { 'schema.sql': 'CREATE TABLE t (id int);' });
  const result = await run('--compare', 'schema.sql', '--scratch', 'postgresql://nobody@127.0.0.1:1/none');
  expect(result).toMatchObject({ exitCode: 4, stderr: expect.stringMatching(/CORE202[\s\S]*127\.0\.0\.1:1/) });
});
