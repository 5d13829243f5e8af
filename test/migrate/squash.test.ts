// A folder of migrations as one: the same schema and rows on an empty database, a note on one that has them, the rest on one
// that has some.
import { execFile } from 'node:child_process';
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { serverBinFolder } from '../support/postgres.js';
import { type Project, project } from './run.js';

const execute = promisify(execFile);

const PARTS: Readonly<Record<string, string>> = {
  '20260101_a.sql': `CREATE TYPE state AS ENUM ('new', 'paid');
    CREATE TABLE kinds (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL, up text GENERATED ALWAYS AS (upper(name)) STORED);
    INSERT INTO kinds (name) VALUES ('it''s'), ('b\\c'), (E'line\\nbreak');`,
  '20260102_b.sql': `CREATE TABLE orders (id serial PRIMARY KEY, kind_id int REFERENCES kinds, parent int REFERENCES orders, state state DEFAULT 'new', tags text[], changed int DEFAULT 0);
    CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.changed := 1; RETURN NEW; END $$;
    INSERT INTO orders (kind_id, parent, tags) VALUES (1, 2, '{a,"b c"}'), (2, NULL, NULL);
    CREATE TRIGGER touch BEFORE INSERT ON orders FOR EACH ROW EXECUTE FUNCTION touch();`,
  '20260103_c.sql': `ALTER TYPE state ADD VALUE 'sent';
    -- migrate: commit
    UPDATE orders SET state = 'sent' WHERE id = 2;
    CREATE INDEX CONCURRENTLY orders_state ON orders (state);
    CREATE MATERIALIZED VIEW counts AS SELECT state, count(*) FROM orders GROUP BY state;`,
};

/** The folder on the disk is `migrations`. */
async function withParts(): Promise<Project> {
  const it = await project();
  await execute('mkdir', [join(it.folder, 'migrations')]);
  for (const [name, text] of Object.entries(PARTS)) await it.file(join('migrations', name), text);
  return it;
}

async function stateOf({ database }: Project): Promise<unknown> {
  const options = ['--inserts', '--exclude-schema=db_migrate', '-d', database.url];
  const { stdout } = await execute(join(serverBinFolder(), 'pg_dump'), options);
  const session = await database.session();
  const views = await session.query('SELECT * FROM counts ORDER BY 1');
  await session.close();
  return { dump: stdout.replace(/^\\(un)?restrict .*$/gm, ''), views };
}

test('an empty database gets the squashed migration alone, one that has the parts a note', async () => {
  const old = await withParts();
  expect(await old.run('--migrate', 'migrations')).toMatchObject({ exitCode: 0 });
  const expected = await stateOf(old);
  expect(await old.run('--squash', 'migrations', '--name', 'year')).toMatchObject({
    exitCode: 0,
    stdout: expect.stringContaining('3 migrations into'),
  });
  expect(await readdir(join(old.folder, 'migrations'))).toContain('20261122_year_rollback.sql');
  const text = await readFile(join(old.folder, 'migrations/20261122_year.sql'), 'utf8');
  expect(text).toContain('-- migrate: replaces 20260102_b.sql\n');
  expect(await old.run('--migrate', 'migrations')).toMatchObject({
    exitCode: 0,
    stdout: expect.stringContaining('20261122_year.sql (noted)'),
  });
  expect(await stateOf(old)).toEqual(expected);
  const fresh = await withParts();
  await fresh.file('migrations/20261122_year.sql', text);
  expect(await fresh.json('--migrate', 'migrations')).toMatchObject({
    data: { files: [{ file: '20261122_year.sql', state: 'applied' }] },
  });
  expect(await stateOf(fresh)).toEqual(expected);
  expect(await fresh.run('--migrate', 'migrations')).toMatchObject({
    stdout: expect.stringContaining('Nothing to do'),
  });
  // Later the parts go.
  for (const it of [old, fresh]) {
    for (const name of Object.keys(PARTS)) await rm(join(it.folder, 'migrations', name));
    expect(await it.run('--migrate', 'migrations')).toMatchObject({ exitCode: 0 });
    expect(await it.run('--status')).toMatchObject({ exitCode: 0, stdout: expect.not.stringContaining('gone') });
  }
});

test('a database that has some parts gets the rest of them first, and an error where they are gone', async () => {
  const it = await withParts();
  expect(await it.run('--migrate', 'migrations/20260101_a.sql')).toMatchObject({ exitCode: 0 });
  expect(await it.run('--squash', 'migrations')).toMatchObject({ exitCode: 0 });
  await execute('mv', [join(it.folder, 'migrations/20260103_c.sql'), it.folder]);
  expect(await it.run('--migrate', 'migrations')).toMatchObject({
    exitCode: 5,
    stderr: expect.stringMatching(/MIG212[\s\S]*20260103_c\.sql is not there/),
  });
  await execute('mv', [join(it.folder, '20260103_c.sql'), join(it.folder, 'migrations')]);
  expect(await it.json('--migrate', 'migrations')).toMatchObject({
    data: {
      files: [
        { state: 'was applied' },
        { state: 'applied' },
        { state: 'applied' },
        { file: '20261122_squashed.sql', state: 'noted' },
      ],
    },
  });
});

test.each([
  ['CREATE TABLE t (id int); INSERT INTO t SELECT generate_series(1, 10001)', 'MIG117', 'more than 10000 rows'],
  [
    `CREATE TABLE a (id int PRIMARY KEY, b int); CREATE TABLE b (id int PRIMARY KEY, a int REFERENCES a);
     INSERT INTO a VALUES (1); INSERT INTO b VALUES (1, 1); UPDATE a SET b = 1; ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES b`,
    'MIG117',
    'refer to each other',
  ],
])('what cannot be folded is refused: %#', async (sql, code, words) => {
  const it = await project('', { '1.sql': sql, '2.sql': 'CREATE TABLE other (id int)' });
  const result = await it.run('--squash', '.');
  expect(result).toMatchObject({ exitCode: 3, stderr: expect.stringContaining(code) });
  expect(result.stderr).toContain(words);
  expect((await readdir(it.folder)).sort()).toEqual(['1.sql', '2.sql']);
});
