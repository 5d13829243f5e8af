import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { project } from './run.js';

const USERS = 'CREATE TABLE users (id int PRIMARY KEY, email text)';

describe('--migrate', () => {
  test('applies a folder in order, once', async () => {
    const { folder, run, json, database } = await project();
    await mkdir(join(folder, 'm'));
    await writeFile(join(folder, 'm/1_users.sql'), `${USERS};\nINSERT INTO users VALUES (1, 'a');`);
    await writeFile(join(folder, 'm/2_more.sql'), "ALTER TABLE users ADD COLUMN name text NOT NULL DEFAULT '';");
    const first = await json('--migrate', 'm');
    expect(first.data.files.map(({ file, state, steps }) => [file, state, steps.length])).toEqual([
      ['1_users.sql', 'applied', 2],
      ['2_more.sql', 'applied', 1],
    ]);
    const second = await run('--migrate', 'm');
    expect(second).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('Nothing to do') });
    const session = await database.session();
    expect(await session.query('SELECT * FROM users')).toEqual([{ id: 1, email: 'a', name: '' }]);
    expect((await json('--status', '--output', 'm')).data.files.map(({ state }) => state)).toEqual([
      'applied',
      'applied',
    ]);
  });

  test('a second migration of a day comes after the first, and is taken back before it', async () => {
    const { file, run, json } = await project('', { 'schema.sql': `${USERS};` });
    expect((await run('--compare', 'schema.sql', '--name', 'one')).exitCode).toBe(0);
    expect((await run('--migrate', 'migrations')).exitCode).toBe(0);
    await file('schema.sql', `${USERS}; CREATE INDEX users_email ON users (email);`);
    expect((await run('--compare', 'schema.sql', '--name', 'another')).exitCode).toBe(0);
    expect(await run('--migrate', 'migrations')).toMatchObject({ exitCode: 0, stderr: '' });
    const names = ['20261122_one.sql', '20261122102030_another.sql'];
    expect((await json('--status')).data.files.map(({ file }) => file)).toEqual(names);
    expect((await json('--rollback', '1')).data.files.map(({ file }) => file)).toEqual(names.slice(1));
  });

  test('a file that fails leaves nothing behind, and says where', async () => {
    const { run, json, database } = await project('', {
      'm.sql': `${USERS};\nINSERT INTO users VALUES (1);\nINSERT INTO\n  nowhere VALUES (1);\n`,
    });
    const result = await json('--migrate', 'm.sql');
    expect(result).toMatchObject({
      ok: false,
      exitCode: 3,
      diagnostics: [
        {
          code: 'MIG201',
          message: 'relation "nowhere" does not exist (42P01)',
          location: { file: 'm.sql', line: 4, column: 3 },
        },
      ],
    });
    const session = await database.session();
    expect(await session.query("SELECT to_regclass('users') AS users")).toEqual([{ users: null }]);
    expect((await run('--migrate', 'm.sql')).exitCode).toBe(3);
  });

  test('a file of several transactions stops half-way with exit 6, and goes on where it stopped', async () => {
    const { file, json, database } = await project('', {
      'm.sql': `${USERS};\nCREATE INDEX CONCURRENTLY i ON users (email);\nSELECT 1/0;`,
    });
    expect(await json('--migrate', 'm.sql')).toMatchObject({
      exitCode: 6,
      diagnostics: [{ code: 'MIG202', location: { line: 3, column: 1 } }],
    });
    await file('m.sql', `${USERS};\nCREATE INDEX CONCURRENTLY i ON users (email);\nSELECT 1/1;`);
    const again = await json('--migrate', 'm.sql');
    expect(again).toMatchObject({
      exitCode: 0,
      data: { files: [{ state: 'resumed', steps: [{ state: 'was done' }, { state: 'was done' }, { state: 'done' }] }] },
    });
    const session = await database.session();
    expect(await session.query('SELECT state FROM db_migrate.migrations')).toEqual([{ state: 'applied' }]);
  });

  test('what deletes data needs the name of the database', async () => {
    const { run, database } = await project(`${USERS}; INSERT INTO users VALUES (1, 'a')`, {
      'm.sql': 'ALTER TABLE users DROP COLUMN email;',
    });
    expect(await run('--migrate', 'm.sql')).toMatchObject({
      exitCode: 5,
      stderr: expect.stringContaining(`--confirm ${database.name}`),
    });
    expect(await run('--migrate', 'm.sql', '--confirm', 'other')).toMatchObject({ exitCode: 5 });
    expect(await run('--migrate', 'm.sql', '--confirm', database.name)).toMatchObject({ exitCode: 0 });
  });

  test('a table that the file has made itself goes without a word', async () => {
    const { run, file } = await project('CREATE TABLE helper_of_others (id int)', {
      'm.sql': 'CREATE TABLE helper (id int); DROP TABLE helper;',
    });
    expect((await run('--migrate', 'm.sql')).exitCode).toBe(0);
    await file('n.sql', 'CREATE TABLE helper (id int); DROP TABLE helper_of_others;');
    expect((await run('--migrate', 'n.sql')).exitCode).toBe(5);
  });

  test.each([
    'CREATE TABLE helper (id int); ALTER TABLE helper RENAME TO aside; ALTER TABLE users RENAME TO helper; DROP TABLE helper;',
    'CREATE TABLE "Users" (id int); DROP TABLE "users";',
    'CREATE TABLE app.users (id int); CREATE TABLE users (id int); SET LOCAL search_path = public; DROP TABLE users;',
  ])('a table of others by a name that the file has made does not: %s', async (sql) => {
    const { run } = await project(`${USERS}; CREATE SCHEMA app`, { 'm.sql': sql });
    expect((await run('--migrate', 'm.sql')).exitCode).toBe(5);
  });

  test('--dry-run runs for real and changes nothing', async () => {
    const { json, database } = await project(`${USERS}; INSERT INTO users SELECT i FROM generate_series(1, 100) i`, {
      'm.sql': "UPDATE users SET email = 'x' WHERE id <= 40; ALTER TABLE users ALTER COLUMN id TYPE bigint;",
    });
    const { data } = await json('--migrate', 'm.sql', '--dry-run');
    expect(data.files[0]?.steps).toMatchObject([
      { state: 'would run', lock: 'ROW EXCLUSIVE', rows: 40 },
      { state: 'would run', lock: 'ACCESS EXCLUSIVE' },
    ]);
    const session = await database.session();
    expect(
      await session.query('SELECT count(email)::int AS emails, pg_typeof(min(id))::text AS type FROM users'),
    ).toEqual([{ emails: 0, type: 'integer' }]);
    expect(await session.query("SELECT to_regnamespace('db_migrate') AS ledger")).toEqual([{ ledger: null }]);
  });

  test('--dry-run works for a role that may set nothing but its own session', async () => {
    const { json, database } = await project(USERS, { 'm.sql': "INSERT INTO users VALUES (1, 'a'), (2, 'b');" });
    const session = await database.session();
    const role = `d_${database.name}`;
    await session.execute(`CREATE ROLE ${role} LOGIN PASSWORD 'canary-91'; GRANT INSERT ON users TO ${role}`);
    const url = new URL(database.url);
    url.username = role;
    url.password = 'canary-91';
    const { data } = await json('--migrate', 'm.sql', '--dry-run', '--connection', url.href);
    await session.execute(`REVOKE INSERT ON users FROM ${role}; DROP ROLE ${role}`);
    expect(data.files[0]?.steps).toMatchObject([{ state: 'would run', lock: 'ROW EXCLUSIVE', rows: 2 }]);
  });

  test('--dry-run of a step outside transactions happens on a copy', async () => {
    const { json, run, database } = await project(USERS, { 'm.sql': 'CREATE INDEX CONCURRENTLY i ON users (email);' });
    expect((await json('--migrate', 'm.sql', '--dry-run')).data.files[0]?.steps).toMatchObject([{ state: 'done' }]);
    expect((await run('--migrate', 'm.sql', '--dry-run')).stdout).toContain('on a scratch copy');
    const session = await database.session();
    expect(await session.query("SELECT to_regclass('i') AS i")).toEqual([{ i: null }]);
  });
});

describe('tampering', () => {
  const applied = async () => {
    const it = await project();
    await mkdir(join(it.folder, 'm'));
    await writeFile(join(it.folder, 'm/1.sql'), 'CREATE TABLE a (x int);\n');
    await writeFile(join(it.folder, 'm/3.sql'), 'CREATE TABLE b (x int);\n');
    expect((await it.run('--migrate', 'm')).exitCode).toBe(0);
    return it;
  };

  test.each([
    [
      'a byte changed',
      (folder: string) => writeFile(join(folder, 'm/1.sql'), 'CREATE TABLE a (y int);\n'),
      5,
      'MIG203',
    ],
    ['renamed', (folder: string) => rename(join(folder, 'm/1.sql'), join(folder, 'm/0.sql')), 5, 'MIG208'],
    ['deleted', (folder: string) => rm(join(folder, 'm/3.sql')), 5, 'MIG208'],
    ['a new one in between', (folder: string) => writeFile(join(folder, 'm/2.sql'), 'SELECT 1;'), 5, 'MIG208'],
    [
      'other line endings',
      (folder: string) => writeFile(join(folder, 'm/1.sql'), 'CREATE TABLE a (x int);\r\n'),
      0,
      'MIG209',
    ],
    [
      'a byte order mark',
      (folder: string) => writeFile(join(folder, 'm/1.sql'), '\ufeffCREATE TABLE a (x int);\n'),
      0,
      'MIG209',
    ],
  ] as const)('%s', async (_, change, exitCode, code) => {
    const { folder, json } = await applied();
    await change(folder);
    expect(await json('--migrate', 'm')).toMatchObject({ exitCode, diagnostics: [{ code }] });
  });
});

describe('locks', () => {
  test('one runner at a time', async () => {
    const { run, database } = await project('', { 'm.sql': 'SELECT 1' });
    const holder = await database.session();
    await holder.query('SELECT pg_advisory_lock($1, $2)', [0x64622d6d, 0x69677261]);
    expect(await run('--migrate', 'm.sql', '--lock-wait', '300ms')).toMatchObject({
      exitCode: 5,
      stderr: expect.stringMatching(/MIG204.*process \d+/),
    });
    await holder.query('SELECT pg_advisory_unlock_all()');
    expect((await run('--migrate', 'm.sql')).exitCode).toBe(0);
  });

  test('a held table lock is retried, and then named', async () => {
    const { run, json, database } = await project(USERS, { 'm.sql': 'ALTER TABLE users ADD COLUMN x int' });
    const holder = await database.session();
    await holder.execute('BEGIN; SELECT * FROM users');
    const refused = await run('--migrate', 'm.sql', '--lock-timeout', '100ms', '--lock-retries', '2');
    expect(refused).toMatchObject({
      exitCode: 6,
      stderr: expect.stringMatching(/MIG205.*after 3 attempts; in the way: process \d+ .*idle in transaction/),
    });
    setTimeout(() => void holder.execute('COMMIT'), 400);
    const result = await json('--migrate', 'm.sql', '--lock-timeout', '100ms', '--lock-retries', '20');
    expect(result.exitCode).toBe(0);
    expect(result.data.files[0]?.steps[0]?.attempts).toBeGreaterThan(1);
  });
});

describe('resuming a concurrent index by the catalogue', () => {
  const INDEX = 'CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON users (email)';
  const invalidate = "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'i'::regclass";
  test.each([
    ['nothing there', '', 0, 'done'],
    ['finished and not noted', 'CREATE INDEX i ON users (email)', 0, 'was done'],
    ['left invalid', `CREATE INDEX i ON users (email); ${invalidate}`, 0, 'done'],
    ['another index of that name', 'CREATE INDEX i ON users (id)', 6, undefined],
    ['an invalid one with another definition', `CREATE UNIQUE INDEX i ON users (email); ${invalidate}`, 6, undefined],
    ['the name on another table', 'CREATE TABLE t (a int); CREATE INDEX i ON t (a)', 6, undefined],
  ])('%s', async (_, planted, exitCode, state) => {
    const { json, database } = await project(`${USERS}; ${planted}`, { 'm.sql': INDEX });
    const result = await json('--migrate', 'm.sql');
    expect(result.exitCode).toBe(exitCode);
    if (exitCode !== 0) return;
    expect(result.data.files[0]?.steps[0]?.state).toBe(state);
    const session = await database.session();
    expect(await session.query("SELECT indisvalid FROM pg_index WHERE indexrelid = 'i'::regclass")).toEqual([
      { indisvalid: true },
    ]);
  });
});

describe('--rollback', () => {
  test('takes back the last one by the file beside it', async () => {
    const { folder, run, json, database } = await project();
    await mkdir(join(folder, 'migrations'));
    await writeFile(join(folder, 'migrations/1.sql'), USERS);
    await writeFile(join(folder, 'migrations/1_rollback.sql'), 'DROP TABLE users');
    expect((await run('--migrate', 'migrations')).exitCode).toBe(0);
    expect((await run('--rollback', '1')).exitCode).toBe(5);
    expect(await json('--rollback', '1', '--confirm', database.name)).toMatchObject({
      exitCode: 0,
      data: { files: [{ file: '1.sql', state: 'rolled back' }] },
    });
    expect(await run('--rollback', '1')).toMatchObject({ exitCode: 3, stderr: expect.stringContaining('MIG207') });
    expect((await json('--status')).data.files).toMatchObject([{ file: '1.sql', state: 'waiting' }]);
  });
});

test('a role that may not make the ledger is told which right it lacks', async () => {
  const { run, database } = await project('', { 'm.sql': 'SELECT 1' });
  const session = await database.session();
  await session.execute("DROP ROLE IF EXISTS no_rights; CREATE ROLE no_rights LOGIN PASSWORD 'no-rights-at-all'");
  const url = new URL(database.url);
  url.username = 'no_rights';
  url.password = 'no-rights-at-all';
  const result = await run('--migrate', 'm.sql', '--connection', url.href);
  expect(result).toMatchObject({
    exitCode: 4,
    stderr: expect.stringMatching(/MIG115.*permission denied for database/),
  });
  await session.execute('DROP ROLE no_rights');
});

test('a DO block that names what it deletes needs --confirm; one that calls something is said to be out of sight', async () => {
  const { run, json, file } = await project('CREATE TABLE t (x int)', {
    'm.sql': 'SELECT 1;\nDO $$ BEGIN TRUNCATE t; END $$;',
  });
  expect((await run('--migrate', 'm.sql')).exitCode).toBe(5);
  await file('m.sql', 'SELECT 1;\nDO $$ BEGIN PERFORM 1; END $$;');
  expect(await json('--migrate', 'm.sql')).toMatchObject({
    exitCode: 0,
    diagnostics: [{ code: 'MIG211', location: { file: 'm.sql', line: 2, column: 1 } }],
  });
});
