import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { project } from './run.js';

const OLD = `
  CREATE TABLE owners (id int PRIMARY KEY);
  CREATE TABLE t (id int NOT NULL, email text, code text, owner_id int);
  CREATE INDEX t_code ON t (code);
  CREATE INDEX t_owner ON t (owner_id);
  INSERT INTO owners VALUES (1);
  INSERT INTO t SELECT i, 'e' || i, 'c', 1 FROM generate_series(1, 2000) i;
  ANALYZE`;
const NEW = `
  CREATE TABLE owners (id int PRIMARY KEY);
  CREATE TABLE t (id int PRIMARY KEY, email text NOT NULL UNIQUE, code text, owner_id int REFERENCES owners, CONSTRAINT positive CHECK (id > 0));
  CREATE INDEX t_code ON t (code) WHERE code IS NOT NULL;
  CREATE INDEX t_email ON t (lower(email));`;

test('a large table is changed online, forth and back, and keeps its rows', async () => {
  const { folder, run, database } = await project(OLD, { 'schema.sql': NEW });
  expect(await run('--compare', 'schema.sql', '--online-threshold', '1000')).toMatchObject({ exitCode: 0 });
  const [file = ''] = (await readdir(join(folder, 'migrations'))).filter((name) => !name.endsWith('_rollback.sql'));
  const text = await readFile(join(folder, 'migrations', file), 'utf8');
  for (const statement of [
    'ALTER INDEX public.t_code RENAME TO t_code_replaced;',
    'CREATE INDEX CONCURRENTLY t_code ON public.t USING btree (code) WHERE (code IS NOT NULL);',
    'DROP INDEX CONCURRENTLY public.t_code_replaced;',
    'DROP INDEX CONCURRENTLY public.t_owner;',
    'CREATE INDEX CONCURRENTLY t_email ON public.t USING btree (lower(email));',
    'CREATE UNIQUE INDEX CONCURRENTLY t_pkey ON public.t (id);',
    'ALTER TABLE public.t ADD CONSTRAINT t_pkey PRIMARY KEY USING INDEX t_pkey;',
    'ALTER TABLE public.t ADD CONSTRAINT positive CHECK ((id > 0)) NOT VALID;\n-- migrate: commit\n',
    'ALTER TABLE public.t VALIDATE CONSTRAINT positive;',
    'ALTER TABLE public.t ADD CONSTRAINT email_not_null CHECK (email IS NOT NULL) NOT VALID;\n-- migrate: commit\n',
    'ALTER TABLE public.t DROP CONSTRAINT email_not_null;',
  ]) {
    expect(text).toContain(statement);
  }
  expect(await run('--migrate', 'migrations')).toMatchObject({ exitCode: 0 });
  expect((await run('--compare', 'schema.sql', '--check')).exitCode).toBe(0);
  expect(await run('--rollback', '1', '--dry-run')).toMatchObject({
    exitCode: 0,
    stdout: expect.stringContaining('on a scratch copy'),
  });
  expect(await run('--rollback', '1')).toMatchObject({ exitCode: 0 });
  const session = await database.session();
  expect(await session.query('SELECT count(*)::int AS rows FROM t')).toEqual([{ rows: 2000 }]);
  expect(await session.query("SELECT count(*)::int AS indexes FROM pg_index WHERE indrelid = 't'::regclass")).toEqual([
    { indexes: 2 },
  ]);
});

test('a new label of an enum is committed before it is used', async () => {
  const { folder, run } = await project("CREATE TYPE mood AS ENUM ('low'); CREATE TABLE t (m mood)", {
    'schema.sql': "CREATE TYPE mood AS ENUM ('low', 'high'); CREATE TABLE t (m mood DEFAULT 'high');",
  });
  expect(await run('--compare', 'schema.sql', '--name', 'm')).toMatchObject({ exitCode: 0 });
  expect(await readFile(join(folder, 'migrations/20261122_m.sql'), 'utf8')).toContain(
    "ADD VALUE 'high';\n-- migrate: commit",
  );
  expect(await run('--migrate', 'migrations')).toMatchObject({ exitCode: 0 });
});

test('a column with another value in each row is filled in batches, and holds what came meanwhile', async () => {
  const { folder, run, database } = await project(
    'CREATE TABLE t (id int); INSERT INTO t SELECT generate_series(1, 50000); ANALYZE',
    {
      'schema.sql':
        'CREATE TABLE t (id int, token uuid NOT NULL DEFAULT gen_random_uuid(), at timestamptz DEFAULT now(), r float8 DEFAULT random());',
    },
  );
  const session = await database.session();
  const file = async (): Promise<string> =>
    (await session.query<{ file: string }>("SELECT pg_relation_filepath('t') AS file"))[0]?.file ?? '';
  const before = await file();
  expect(await run('--compare', 'schema.sql', '--name', 'm')).toMatchObject({ exitCode: 0 });
  const text = await readFile(join(folder, 'migrations/20261122_m.sql'), 'utf8');
  expect(text).toContain('ADD COLUMN at timestamp with time zone DEFAULT now()');
  expect(text).toContain('SET token = DEFAULT WHERE token IS NULL');
  expect(text).not.toContain('MIG302');
  expect(await run('--migrate', 'migrations')).toMatchObject({ exitCode: 0 });
  expect(await file()).toBe(before);
  const [row] = await session.query(
    'SELECT count(DISTINCT token)::int AS tokens, count(DISTINCT r)::int > 49000 AS spread FROM t',
  );
  expect(row).toEqual({ tokens: 50_000, spread: true });
  expect((await run('--compare', 'schema.sql', '--check')).exitCode).toBe(0);
});

test('what would notice an UPDATE keeps the one statement', async () => {
  const { folder, run } = await project(
    `CREATE TABLE t (id int); INSERT INTO t SELECT generate_series(1, 50000); ANALYZE;
     CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
     CREATE TRIGGER touch BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION touch()`,
    {
      'schema.sql': `CREATE TABLE t (id int, r float8 DEFAULT random());
        CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
        CREATE TRIGGER touch BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION touch();`,
    },
  );
  expect(await run('--compare', 'schema.sql', '--name', 'm')).toMatchObject({ exitCode: 0 });
  expect(await readFile(join(folder, 'migrations/20261122_m.sql'), 'utf8')).toContain('MIG302');
});

test('a view that makes way for a moment is back before a large table is read', async () => {
  const { folder, run } = await project(
    `CREATE TABLE kinds (id int PRIMARY KEY, label varchar(20));
     CREATE TABLE t (id int, amount int, kind_id int);
     CREATE VIEW v AS SELECT t.id, t.amount, k.label FROM t JOIN kinds k ON k.id = t.kind_id;
     INSERT INTO kinds VALUES (1, 'a'); INSERT INTO t SELECT i, i, 1 FROM generate_series(1, 2000) i; ANALYZE`,
    {
      'schema.sql': `CREATE TABLE kinds (id int PRIMARY KEY, label text);
        CREATE TABLE t (id int, amount int CHECK (amount > 0), kind_id int REFERENCES kinds);
        CREATE VIEW v AS SELECT t.id, t.amount, k.label FROM t JOIN kinds k ON k.id = t.kind_id WHERE t.amount > 0;`,
    },
  );
  expect(await run('--compare', 'schema.sql', '--name', 'm', '--online-threshold', '1000')).toMatchObject({
    exitCode: 0,
  });
  for (const ending of ['.sql', '_rollback.sql']) {
    const text = await readFile(join(folder, `migrations/20261122_m${ending}`), 'utf8');
    const away = text.slice(text.indexOf('DROP VIEW public.v;'), text.indexOf('CREATE VIEW public.v '));
    expect(away).toContain('ALTER TABLE');
    expect(away).not.toContain('-- migrate: commit');
    if (ending === '.sql')
      expect(text.split('CREATE VIEW public.v ')[1]?.match(/VALIDATE CONSTRAINT/g)).toHaveLength(2);
  }
  expect(await run('--migrate', 'migrations')).toMatchObject({ exitCode: 0 });
  expect((await run('--compare', 'schema.sql', '--check')).exitCode).toBe(0);
  expect(await run('--rollback', '1')).toMatchObject({ exitCode: 0 });
});
