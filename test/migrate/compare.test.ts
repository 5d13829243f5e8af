import { execFileSync } from 'node:child_process';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { serverBinFolder, serverUrl } from '../support/postgres.js';
import { type MigrateDocument, project } from './run.js';

const OLD = 'CREATE TABLE users (id int PRIMARY KEY, email varchar(50), age int)';
const NEW =
  'CREATE TABLE users (id int PRIMARY KEY, email text NOT NULL, name text);\nCREATE INDEX users_email ON users (email);';

describe('--compare', () => {
  test('writes a migration and a rollback that are proved, under the name that was given', async () => {
    const { folder, run, json } = await project(OLD, { 'schema.sql': NEW });
    const document = await json<{ data: Record<string, unknown> }>(
      '--compare',
      'schema.sql',
      '--output',
      'migrations/',
      '--name',
      'Add user indexes',
    );
    expect(document.data).toMatchObject({
      migration: 'migrations/20261122_add_user_indexes.sql',
      rollback: 'migrations/20261122_add_user_indexes_rollback.sql',
      empty: false,
      proof: { up: 'equal', down: 'equal', observer: expect.stringContaining('pg_dump') },
    });
    const text = await readFile(join(folder, 'migrations/20261122_add_user_indexes.sql'), 'utf8');
    expect(text).toContain('MIG301 column public.users.age goes with its values');
    expect((await run('--compare', 'schema.sql', '--output', 'migrations/', '--name', 'again')).exitCode).toBe(0);
    expect((await readdir(join(folder, 'migrations'))).sort()).toContain('20261122102030_again.sql');
  });

  test('no difference: says so, writes nothing', async () => {
    const { folder, run } = await project(OLD, { 'schema.sql': OLD });
    expect(await run('--compare', 'schema.sql')).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining('No difference'),
    });
    expect(await readdir(folder)).toEqual(['schema.sql']);
  });

  test('--check writes nothing and exits 1, --dry-run prints and exits 0', async () => {
    const { folder, run } = await project(OLD, { 'schema.sql': NEW });
    expect(await run('--compare', 'schema.sql', '--check')).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('MIG110'),
    });
    expect(await run('--compare', 'schema.sql', '--dry-run')).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining('ALTER TABLE public.users ADD COLUMN name text'),
    });
    expect(await readdir(folder)).toEqual(['schema.sql']);
  });

  test('--fail-on names the hazards that fail', async () => {
    const { run } = await project(OLD, { 'schema.sql': NEW });
    expect((await run('--compare', 'schema.sql', '--dry-run', '--fail-on', 'destructive')).exitCode).toBe(1);
    expect((await run('--compare', 'schema.sql', '--dry-run', '--fail-on', 'access')).exitCode).toBe(0);
    expect((await run('--compare', 'schema.sql', '--fail-on', 'danger')).exitCode).toBe(2);
  });

  test('a folder is loaded in whatever order it needs', async () => {
    const { folder, run } = await project();
    await mkdir(join(folder, 'schema'));
    await writeFile(join(folder, 'schema/a.sql'), 'CREATE VIEW v AS SELECT x FROM t;');
    await writeFile(join(folder, 'schema/b.sql'), 'CREATE TABLE t (x mood);');
    await writeFile(join(folder, 'schema/c.sql'), "CREATE TYPE mood AS ENUM ('fine');");
    expect((await run('--compare', 'schema')).exitCode).toBe(0);
  });

  test('no scratch database is left behind', async () => {
    const { run, database } = await project(OLD, { 'schema.sql': NEW });
    await run('--compare', 'schema.sql');
    const session = await database.session();
    expect(await session.query("SELECT datname FROM pg_database WHERE datname LIKE 'db_migrate_scratch%'")).toEqual([]);
  });
});

describe('bad input', () => {
  test.each([
    ['CREATE TABLE a (x int);\n\nCREATE TABLE b (\n  x int,\n  y innt\n);', 3, 'MIG101', 5, 5],
    ['CREATE TABLE a (x int);\nCREATE TABEL b (x int);', 3, 'MIG101', 2, 8],
    ["CREATE TABLE a (x text DEFAULT 'oops);\n", 3, 'MIG102', 1, 32],
    ['CREATE DATABASE x;', 3, 'MIG103', 1, 1],
    ['SELECT 1;\n\\connect x', 3, 'MIG103', 2, 1],
    ["SELECT 'é😀', nope;", 3, 'MIG101', 1, 15],
  ])('%j', async (text, exitCode, code, line, column) => {
    const { folder, json } = await project('', { 'schema.sql': text });
    expect(await json('--compare', 'schema.sql')).toMatchObject({
      ok: false,
      exitCode,
      diagnostics: [{ code, location: { file: 'schema.sql', line, column } }],
    });
    expect(await readdir(folder)).toEqual(['schema.sql']);
  });

  test('no such file, no server, wrong password', async () => {
    const { run } = await project('', { 'schema.sql': '' });
    expect((await run('--compare', 'nowhere.sql')).exitCode).toBe(3);
    const url = new URL(serverUrl());
    url.password = 'wrong-password';
    expect(await run('--compare', 'schema.sql', '--connection', url.href)).toMatchObject({
      exitCode: 4,
      stderr: expect.not.stringContaining('wrong-password'),
    });
    expect((await run('--status', '--connection', 'postgresql://localhost:1/x')).exitCode).toBe(4);
  });

  test('nothing asked for, two things asked for', async () => {
    const { run } = await project();
    expect((await run()).exitCode).toBe(2);
    expect((await run('--status', '--rollback', '1')).exitCode).toBe(2);
  });
});

describe('renames', () => {
  const BEFORE = `
    CREATE TABLE people (id serial PRIMARY KEY, mail text NOT NULL);
    CREATE INDEX people_mail ON people (mail);
    CREATE VIEW mails AS SELECT mail FROM people;
    INSERT INTO people (mail) VALUES ('a'), ('b')`;
  const AFTER = `
    -- renamed from: people
    CREATE TABLE users (
      id serial PRIMARY KEY,
      email text NOT NULL -- renamed from: mail
    );
    CREATE INDEX users_email ON users (email);
    CREATE VIEW mails AS SELECT email AS mail FROM users;`;
  const bare = AFTER.replace(/--.*/g, '');

  test('declared in the schema file: the rows stay, and so do the keys and indexes', async () => {
    const { run, database } = await project(BEFORE, { 'schema.sql': AFTER });
    const session = await database.session();
    const [before] = await session.query(
      "SELECT 'people'::regclass::oid AS table, 'people_pkey'::regclass::oid AS key, 'people_mail'::regclass::oid AS index",
    );
    expect(await run('--compare', 'schema.sql')).toMatchObject({ exitCode: 0 });
    expect(await run('--migrate', 'migrations')).toMatchObject({ exitCode: 0 });
    expect(
      await session.query(
        "SELECT 'users'::regclass::oid AS table, 'users_pkey'::regclass::oid AS key, 'users_email'::regclass::oid AS index",
      ),
    ).toEqual([before]);
    expect(await session.query('SELECT count(*)::int AS rows FROM mails')).toEqual([{ rows: 2 }]);
    expect((await run('--compare', 'schema.sql', '--check')).exitCode).toBe(0);
    expect(await run('--rollback', '1')).toMatchObject({ exitCode: 0 });
    expect(await session.query('SELECT count(mail)::int AS rows FROM people')).toEqual([{ rows: 2 }]);
  });

  test('declared by flags', async () => {
    const { run } = await project(BEFORE, { 'schema.sql': bare });
    expect(
      await run(
        '--compare',
        'schema.sql',
        '--rename',
        'people.mail=email',
        '--rename',
        'people=users',
        '--fail-on',
        'destructive',
      ),
    ).toMatchObject({ exitCode: 0 });
    expect(await run('--compare', 'schema.sql', '--rename', 'nobody=users')).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('MIG114'),
    });
  });

  test('not declared: said, and not acted on', async () => {
    const { run } = await project('CREATE TABLE t (id int, mail text)', {
      'schema.sql': 'CREATE TABLE t (id int, email text)',
    });
    const result = await run('--compare', 'schema.sql', '--dry-run');
    expect(result.stdout).toContain('DROP COLUMN mail');
    expect(result.stderr).toContain('--rename public.t.mail=email');
  });
});

test('a hazard says how many rows it is about', async () => {
  const { run } = await project(
    'CREATE TABLE t (id int, mail text); INSERT INTO t VALUES (1, NULL), (2, NULL), (3, $$c$$)',
    { 'schema.sql': 'CREATE TABLE t (mail text NOT NULL)' },
  );
  const { stderr } = await run('--compare', 'schema.sql', '--dry-run');
  expect(stderr).toContain('fails where public.t.mail is null (2 now)');
  expect(stderr).toContain('column public.t.id goes with its values (3 now)');
});

test('the output of pg_dump is a schema source', async () => {
  const { run, file, database } = await project(
    `${OLD}; COMMENT ON TABLE users IS 'x;y'; INSERT INTO users VALUES (1, 'a;b', 1)`,
  );
  const dump = execFileSync(join(serverBinFolder(), 'pg_dump'), ['-d', database.url]);
  await file('dump.sql', dump.toString());
  expect(await run('--compare', 'dump.sql')).toMatchObject({
    exitCode: 0,
    stdout: expect.stringContaining('No difference'),
  });
});

test('two files that define the same thing: both places are named', async () => {
  const { folder, json } = await project();
  await mkdir(join(folder, 'schema'));
  await writeFile(join(folder, 'schema/a.sql'), 'CREATE TABLE one (x int);\nCREATE TABLE t (x int);');
  await writeFile(join(folder, 'schema/b.sql'), '\nCREATE TABLE public.T (y int);');
  expect(await json('--compare', 'schema')).toMatchObject({
    exitCode: 3,
    diagnostics: [
      {
        code: 'MIG101',
        location: { file: 'schema/b.sql', line: 2 },
        hint: expect.stringContaining('schema/a.sql:2:1'),
      },
    ],
  });
});

test('a hazard has the place in the schema file that it comes from', async () => {
  const { json } = await project('CREATE TABLE t (id bigint, mail text); INSERT INTO t VALUES (1)', {
    'schema.sql': 'CREATE TABLE t (\n  id integer,\n  mail text NOT NULL\n);',
  });
  const { diagnostics, data } = await json<MigrateDocument & { data: { steps: { at: unknown }[] } }>(
    '--compare',
    'schema.sql',
    '--dry-run',
  );
  expect(diagnostics.map(({ code, location }) => [code, location?.line, location?.column])).toEqual([
    ['MIG304', 2, 3],
    ['MIG302', 2, 3],
    ['MIG303', 3, 3],
    ['MIG304', 3, 3],
  ]);
  expect(data.steps[0]?.at).toMatchObject({ file: 'schema.sql', line: 2, column: 3 });
});

describe('snapshots', () => {
  const SCHEMA = `
    CREATE TABLE t (id int PRIMARY KEY, "Mail" text DEFAULT 'it''s');
    CREATE VIEW v AS SELECT id FROM t;
    COMMENT ON TABLE t IS 'x'`;

  test('what was saved has no difference to where it came from, and is a schema to go to elsewhere', async () => {
    const { folder, run, database } = await project(SCHEMA);
    expect(await run('--save-snapshot', 'schema.json')).toMatchObject({ exitCode: 0 });
    expect(await run('--compare', 'schema.json', '--check')).toMatchObject({ exitCode: 0 });
    const session = await database.session();
    await session.execute('ALTER TABLE t ADD COLUMN extra int; DROP VIEW v');
    expect((await run('--compare', 'schema.json', '--check')).exitCode).toBe(1);
    const { stdout } = await run('--compare', 'schema.json');
    expect(stdout).toContain('led exactly where they should (pg_dump');
    expect(await run('--migrate', 'migrations', '--confirm', database.name)).toMatchObject({ exitCode: 0 });
    expect((await run('--compare', 'schema.json', '--check')).exitCode).toBe(0);
    expect((await readdir(folder)).sort()).toEqual(['migrations', 'schema.json']);
  });

  test('holds no password, and asks for no change of what it left out', async () => {
    const { folder, run } = await project(
      `CREATE FOREIGN DATA WRAPPER w; CREATE SERVER s FOREIGN DATA WRAPPER w; CREATE USER MAPPING FOR PUBLIC SERVER s OPTIONS (password 'hunter2')`,
    );
    await run('--save-snapshot', 'schema.json');
    expect(await readFile(join(folder, 'schema.json'), 'utf8')).not.toContain('hunter2');
    expect((await run('--compare', 'schema.json', '--check')).exitCode).toBe(0);
  });

  test.each([
    ['{', 3, 'CORE102'],
    ['{}', 3, 'MIG116'],
    ['{"format":"db-migrate schema snapshot","version":2}', 3, 'MIG116'],
  ])('%s is none', async (text, exitCode, code) => {
    const { json } = await project('', { 'schema.json': text });
    expect(await json('--compare', 'schema.json')).toMatchObject({ exitCode, diagnostics: [{ code }] });
  });
});

describe('a slip of the pen', () => {
  test.each([
    [['--schema', 'nope'], 2, '--schema nope: neither side has a schema of that name'],
    [['--rename', 'users=people'], 2, 'the desired schema has no table public.people'],
    [['--rename', 'email=mail'], 2, 'is it a column? --rename public.users.email=mail'],
    [['--roles', '--dry-run'], 2, 'argument missing: --dry-run is a flag'],
    [['--rename', 'users.email=mail'], 2, 'the desired schema has no column public.users.mail'],
    [['compare'], 2, 'did you mean --compare? for example: db-migrate --compare schema.sql'],
    [
      ['--connection', 'postgresql://127.0.0.1:1/x', '--name'],
      2,
      'for example: db-migrate --compare schema.sql --name add_user_indexes',
    ],
  ])('%j is said, and nothing is written', async (argv, exitCode, said) => {
    const { folder, run } = await project(OLD, { 'schema.sql': NEW });
    expect(await run('--compare', 'schema.sql', ...argv)).toMatchObject({
      exitCode,
      stderr: expect.stringContaining(said),
    });
    expect(await readdir(folder)).toEqual(['schema.sql']);
  });

  test('a column of a table that is renamed too may have either name of it', async () => {
    const { run } = await project('CREATE TABLE users (mail text)', {
      'schema.sql': 'CREATE TABLE people (email text);',
    });
    const renames = ['--rename', 'users=people', '--rename', 'users.mail=email'];
    expect(await run('--compare', 'schema.sql', '--dry-run', ...renames)).toMatchObject({
      exitCode: 0,
      stdout: expect.not.stringContaining('DROP'),
    });
  });
});
