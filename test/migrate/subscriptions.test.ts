// A subscription of a schema file never reaches its publisher, and never keeps a scratch database alive.
import { expect, test } from 'vitest';
import { project } from './run.js';

test('one that would connect is refused, with its place', async () => {
  const { run } = await project('', {
    'schema.sql': "CREATE TABLE t ();\nCREATE SUBSCRIPTION s CONNECTION 'host=one.example' PUBLICATION p;",
  });
  expect(await run('--compare', 'schema.sql')).toMatchObject({
    exitCode: 3,
    stderr: expect.stringMatching(/error\[MIG103\].*publisher[\s\S]*schema\.sql:2:1[\s\S]*connect = false/),
  });
});

test('its scratch database goes with it, its password is said to be in the file, and the slot that stays is named', async () => {
  const name = `left_${process.pid}`;
  const create = `CREATE SUBSCRIPTION ${name} CONNECTION 'host=one.example password=canary-77' PUBLICATION p WITH (connect = false);`;
  const { run, database } = await project('', { 'schema.sql': create, 'empty.sql': '' });
  const written = await run('--compare', 'schema.sql');
  expect(written.exitCode).toBe(0);
  expect(written.stderr).toContain(`the file holds the password of subscription ${name}`);
  const session = await database.session();
  expect(await session.query('SELECT FROM pg_subscription WHERE subname = $1', [name])).toEqual([]);
  try {
    expect((await run('--migrate', 'migrations')).exitCode).toBe(0);
    expect((await run('--compare', 'empty.sql', '--dry-run')).stdout).toContain(
      `slot '${name}' stays on the publisher`,
    );
  } finally {
    expect((await run('--rollback', '1')).exitCode).toBe(0);
  }
  expect(await session.query('SELECT FROM pg_subscription WHERE subname = $1', [name])).toEqual([]);
});
