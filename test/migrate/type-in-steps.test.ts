// The type of a column of a large table, changed without a rewrite: what stands on the column comes along.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type Project, project } from './run.js';

const TYPED = (type: string, value: string): string => `
  CREATE TABLE t (id int PRIMARY KEY, code ${type} NOT NULL DEFAULT ${value}, other text);
  CREATE INDEX t_code ON t (code DESC, id);
  CREATE UNIQUE INDEX t_both ON t USING btree (other, code);
  COMMENT ON COLUMN t.code IS 'it''s';
  ALTER TABLE t ALTER code SET STATISTICS 300;`;

test('another type comes in steps, forth and back, with its default, its comment and its indexes', async () => {
  const { folder, run, database } = await project(
    `${TYPED('text', "'7'")} INSERT INTO t SELECT i, (i % 50)::text, 'o' || i FROM generate_series(1, 50000) i; ANALYZE`,
    { 'schema.sql': TYPED('integer', '8') },
  );
  const text = await written({ folder, run });
  expect(text).not.toContain('ALTER COLUMN code TYPE');
  expect(text).not.toContain('MIG302');
  expect(text).toContain(
    'CREATE UNIQUE INDEX CONCURRENTLY t_both_new_type ON public.t USING btree (other, code_new_type)',
  );
  const session = await database.session();
  expect(await run('--migrate', 'migrations', '--confirm', database.name)).toMatchObject({ exitCode: 0 });
  expect(await session.query('SELECT sum(code)::int AS sum FROM t')).toEqual([{ sum: 1_225_000 }]);
  expect((await run('--compare', 'schema.sql', '--check')).exitCode).toBe(0);
  expect(await run('--rollback', '1', '--confirm', database.name)).toMatchObject({ exitCode: 0 });
  const [back] = await session.query('SELECT sum(code::int)::int AS sum, min(pg_typeof(code)::text) AS type FROM t');
  expect(back).toEqual({ sum: 1_225_000, type: 'text' });
});

const KEYED = (type: string, counter: string): string => `
  CREATE TABLE shops (id integer PRIMARY KEY);
  CREATE TABLE orders (
    id ${type} ${counter} PRIMARY KEY,
    parent_id integer REFERENCES orders,
    shop_id integer REFERENCES shops,
    note text,
    CONSTRAINT positive CHECK (id > 0),
    UNIQUE (shop_id, id)
  );
  CREATE TABLE lines (order_id integer CONSTRAINT of_order REFERENCES orders ON DELETE CASCADE, n integer);
  CREATE INDEX orders_note ON orders (note, id DESC);
  CREATE VIEW noted AS SELECT id, note FROM orders;
  CREATE VIEW named AS SELECT id FROM noted;
  CREATE POLICY own ON orders USING (id > 5);
  GRANT SELECT (id), UPDATE (id) ON orders TO pg_monitor;
  GRANT SELECT ON named TO pg_monitor;
  COMMENT ON COLUMN orders.id IS 'the number on the paper';
  COMMENT ON VIEW named IS 'for the till';`;
const ORDERS = `INSERT INTO shops SELECT generate_series(1, 5);
  INSERT INTO orders (parent_id, shop_id, note) SELECT nullif(i / 10, 0), i % 5 + 1, 'n' || i FROM generate_series(1, 30000) i;
  INSERT INTO lines SELECT id, 1 FROM orders; ANALYZE`;

test.each([
  ['an identity', 'GENERATED ALWAYS AS IDENTITY'],
  ['a serial', ''],
])('a key that others point to, with %s, is another number, forth and back', async (_, counter) => {
  const [small, large] = counter === '' ? ['serial', 'bigserial'] : ['integer', 'bigint'];
  const { folder, run, database } = await project(`${KEYED(small, counter)} ${ORDERS}`, {
    'schema.sql': KEYED(large, counter),
  });
  const session = await database.session();
  const text = await written({ folder, run });
  expect(text).not.toContain(' TYPE bigint');
  expect(text).not.toContain('MIG302');
  expect(text).toContain('CREATE UNIQUE INDEX CONCURRENTLY orders_pkey_new_type ON public.orders (id_new_type)');
  // Views are away for as long as the swap takes.
  expect(text.indexOf('DROP VIEW')).toBeGreaterThan(text.indexOf('CREATE UNIQUE INDEX CONCURRENTLY'));
  expect(text.indexOf('VALIDATE CONSTRAINT of_order')).toBeGreaterThan(text.indexOf('CREATE VIEW'));
  const isWhole = async (): Promise<void> => {
    expect((await session.query('SELECT count(*)::int AS n FROM orders o JOIN lines ON o.id = order_id'))[0]).toEqual({
      n: 30_000,
    });
    await session.execute("INSERT INTO orders (note) VALUES ('next')");
    await session.execute("DELETE FROM orders WHERE note = 'next'");
    await expect(session.execute('INSERT INTO lines VALUES (90000, 1)')).rejects.toThrow('of_order');
  };
  expect(await run('--migrate', 'migrations', '--confirm', database.name)).toMatchObject({ exitCode: 0 });
  expect(await session.query('SELECT pg_typeof(max(id))::text AS type FROM named')).toEqual([{ type: 'bigint' }]);
  await isWhole();
  expect((await run('--compare', 'schema.sql', '--check')).exitCode).toBe(0);
  expect(await run('--rollback', '1', '--confirm', database.name)).toMatchObject({ exitCode: 0 });
  expect(await session.query('SELECT pg_typeof(max(id))::text AS type FROM named')).toEqual([{ type: 'integer' }]);
  await isWhole();
});

test('both ends of a foreign key change to what would fit neither of the old ones', async () => {
  const pair = (type: string): string => `CREATE TABLE t (id ${type} PRIMARY KEY, p ${type} REFERENCES t);`;
  const { folder, run, database } = await project(
    `${pair('text')} INSERT INTO t SELECT i::text, (i / 2 + 1)::text FROM generate_series(1, 20000) i; ANALYZE`,
    { 'schema.sql': pair('integer') },
  );
  expect(await written({ folder, run })).not.toContain('MIG302');
  expect(await run('--migrate', 'migrations', '--confirm', database.name)).toMatchObject({ exitCode: 0 });
  expect((await run('--compare', 'schema.sql', '--check')).exitCode).toBe(0);
  expect(await run('--rollback', '1', '--confirm', database.name)).toMatchObject({ exitCode: 0 });
  const session = await database.session();
  expect(await session.query('SELECT pg_typeof(max(p))::text AS type FROM t')).toEqual([{ type: 'text' }]);
});

test('a small table keeps the one statement, and its foreign key is away meanwhile', async () => {
  const pair = (type: string): string => `CREATE TABLE t (id ${type} PRIMARY KEY, p ${type} REFERENCES t);`;
  const { folder, run } = await project(`${pair('text')} INSERT INTO t VALUES ('1', '1'); ANALYZE`, {
    'schema.sql': pair('integer'),
  });
  const text = await written({ folder, run });
  expect(text.indexOf('DROP CONSTRAINT t_p_fkey')).toBeLessThan(text.indexOf('ALTER COLUMN id TYPE integer'));
});

test.each([
  ['a generated column', ', g integer GENERATED ALWAYS AS (id) STORED', ''],
  ['an exclusion', ', EXCLUDE (id WITH =)', ''],
  ['a key with a comment', ', PRIMARY KEY (id)', "COMMENT ON CONSTRAINT t_pkey ON t IS 'why';"],
])('a column that %s stands on keeps the one statement, and its hazard', async (_, more, behind) => {
  const table = (of: string): string => `CREATE TABLE t (id ${of}${more}); ${behind}`;
  const { folder, run } = await project(
    `${table('integer')} INSERT INTO t (id) SELECT generate_series(1, 12000); ANALYZE`,
    { 'schema.sql': table('bigint') },
  );
  const text = await written({ folder, run });
  expect(text).toContain('ALTER COLUMN id TYPE bigint');
  expect(text).toContain('MIG302');
});

/** The migration to `schema.sql`. */
async function written({ folder, run }: Pick<Project, 'folder' | 'run'>): Promise<string> {
  expect(await run('--compare', 'schema.sql', '--name', 'm')).toMatchObject({ exitCode: 0 });
  return readFile(join(folder, 'migrations/20261122_m.sql'), 'utf8');
}
