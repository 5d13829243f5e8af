// --from: a comparison that begins at a schema in files, with no database at hand.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { project } from './run.js';

const OLD = `CREATE TABLE users (id int PRIMARY KEY, email text, name text);
ALTER TABLE users OWNER TO from_owner;
GRANT SELECT ON users TO "from Reader";
CREATE VIEW named AS SELECT id, name FROM users;`;
const NEW = `${OLD}
CREATE INDEX users_email ON users (email);
CREATE POLICY own ON users TO from_writer USING (name = current_user);`;
const NOWHERE = ['--connection', 'postgresql://nobody@127.0.0.1:1/none'] as const;

test('leads from one file to another, proved, on a server of its own that has the roles they speak of', async () => {
  const { folder, json, run } = await project('', { 'old.sql': OLD, 'new.sql': NEW });
  const document = await json<{ data: Record<string, unknown> }>(
    ...['--compare', 'new.sql', '--from', 'old.sql', '--name', 'policy', ...NOWHERE],
  );
  expect(document.data).toMatchObject({
    migration: 'migrations/20261122_policy.sql',
    scratch: expect.stringContaining('PostgreSQL'),
    proof: { up: 'equal', down: 'equal' },
  });
  const written = await readFile(join(folder, 'migrations/20261122_policy.sql'), 'utf8');
  expect(written).toContain('CREATE INDEX users_email ON public.users');
  expect(written).toContain('CREATE POLICY own ON public.users');
  expect(written).not.toContain('OWNER');
  const same = await run('--compare', 'old.sql', '--from', 'old.sql', '--check', ...NOWHERE);
  expect(same).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('old.sql has the desired schema') });
});

test('leads from a snapshot to a file and back to it, on the server that --scratch names', async () => {
  const { folder, run, database } = await project('CREATE TABLE users (id int); CREATE ROLE from_owner_2', {
    'new.sql': 'CREATE TABLE users (id int); ALTER TABLE users OWNER TO from_owner_2;',
  });
  expect((await run('--save-snapshot', 'old.json')).exitCode).toBe(0);
  const there = await run('--compare', 'new.sql', '--from', 'old.json', '--scratch', 'server');
  expect(there.stderr).toBe('');
  expect(there.stdout).toContain('From:       old.json');
  expect(there.stdout).toContain('OWNER TO from_owner_2');
  expect(await readdir(join(folder, 'migrations'))).toHaveLength(2);
  const back = await run('--compare', 'old.json', '--from', 'new.sql', '--check', '--scratch', database.url);
  expect(back).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('new.sql and the schema differ by') });
});

test('no sizes are known: what large tables would need is written at a threshold of 0', async () => {
  const files = { 'old.sql': 'CREATE TABLE t (a int);', 'new.sql': 'CREATE TABLE t (a int); CREATE INDEX i ON t (a);' };
  const { run } = await project('', files);
  const argv = ['--compare', 'new.sql', '--from', 'old.sql', '--dry-run', '--no-proof', '--scratch', 'server'];
  expect((await run(...argv)).stdout).toContain('CREATE INDEX i ON');
  expect((await run(...argv, '--online-threshold', '0')).stdout).toContain('CREATE INDEX CONCURRENTLY i ON');
});

test('a database is named with --connection', async () => {
  const { run, database } = await project('', { 'new.sql': '' });
  expect(await run('--compare', 'new.sql', '--from', database.url)).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining('--connection URL'),
  });
});

test('a role is made on no server that others use', async () => {
  const sql = 'CREATE TABLE t (a int); ALTER TABLE t OWNER TO from_nobody;';
  const { run } = await project('', { 'old.sql': sql, 'new.sql': '' });
  expect(await run('--compare', 'new.sql', '--from', 'old.sql', '--scratch', 'server')).toMatchObject({
    exitCode: 3,
    stderr: expect.stringContaining('role "from_nobody" does not exist'),
  });
});
