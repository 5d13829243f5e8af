// --rename and `-- renamed from:` to another schema, and of types and sequences: moved with their rows, values and dependants.
import { expect, test } from 'vitest';
import { project } from './run.js';

const BEFORE = `
  CREATE TYPE state AS ENUM ('new', 'paid');
  CREATE SEQUENCE numbers;
  CREATE TABLE people (id serial PRIMARY KEY, mail text NOT NULL, state state NOT NULL DEFAULT 'new');
  CREATE TABLE notes (person int REFERENCES people, text text);
  CREATE INDEX people_mail ON people (mail);
  CREATE VIEW mails AS SELECT mail FROM people;
  SELECT setval('numbers', 41);
  INSERT INTO people (mail) VALUES ('a'), ('b'); INSERT INTO notes VALUES (1, 'x')`;
const AFTER = `
  CREATE SCHEMA app;
  CREATE SCHEMA kinds;
  -- renamed from: public.state
  CREATE TYPE kinds.order_state AS ENUM ('new', 'paid');
  -- renamed from: numbers
  CREATE SEQUENCE counters;
  -- renamed from: public.people
  CREATE TABLE app.users (
    id serial PRIMARY KEY,
    email text NOT NULL, -- renamed from: mail
    state kinds.order_state NOT NULL DEFAULT 'new'
  );
  -- renamed from: public.notes
  CREATE TABLE app.notes (person int REFERENCES app.users, text text);
  CREATE INDEX people_mail ON app.users (email);
  CREATE VIEW mails AS SELECT email AS mail FROM app.users;`;

test('declared in the schema file: proved both ways, and every row and value is still there', async () => {
  const { run, database } = await project(BEFORE, { 'schema.sql': AFTER });
  const session = await database.session();
  const [before] = await session.query("SELECT 'people'::regclass::oid AS users, 'state'::regtype::oid AS state");
  const written = await run('--compare', 'schema.sql', '--fail-on', 'destructive');
  expect(written).toMatchObject({ exitCode: 0, stderr: '' });
  expect(written.stdout).toContain('CREATE SCHEMA app');
  expect(written.stdout).toContain('ALTER TABLE public.people SET SCHEMA app');
  expect(await run('--migrate', 'migrations')).toMatchObject({ exitCode: 0 });
  const [after] = await session.query(
    "SELECT 'app.users'::regclass::oid AS users, 'kinds.order_state'::regtype::oid AS state",
  );
  expect(after).toEqual(before);
  expect(
    await session.query(
      "SELECT (SELECT count(email)::int FROM app.users) AS users, (SELECT count(*)::int FROM app.notes) AS notes, nextval('counters')::int AS next",
    ),
  ).toEqual([{ users: 2, notes: 1, next: 42 }]);
  expect((await run('--compare', 'schema.sql', '--check')).exitCode).toBe(0);
  expect(await run('--rollback', '1')).toMatchObject({ exitCode: 0 });
  expect(await session.query('SELECT count(mail)::int AS rows FROM people')).toEqual([{ rows: 2 }]);
  expect(await session.query("SELECT to_regnamespace('app') AS schema")).toEqual([{ schema: null }]);
});

test('declared by flags', async () => {
  const { run } = await project(BEFORE, { 'schema.sql': AFTER.replace(/--.*/g, '') });
  const renames = [
    'people=app.users',
    'app.users.mail=email',
    'notes=app.notes',
    'state=kinds.order_state',
    'numbers=counters',
  ];
  const flags = renames.flatMap((one) => ['--rename', one]);
  expect(await run('--compare', 'schema.sql', '--fail-on', 'destructive', ...flags)).toMatchObject({
    exitCode: 0,
    stderr: '',
  });
  expect(await run('--compare', 'schema.sql', '--rename', 'people=other.users')).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining('the desired schema has no table other.users'),
  });
});
