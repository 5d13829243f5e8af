// --adopt: a database whose schema came from elsewhere begins with a ledger that says what is so.
import { expect, test } from 'vitest';
import { type Project, project } from './run.js';

const FILES = {
  '20260101_users.sql': 'CREATE TABLE users (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, mail text NOT NULL);',
  '20260102_orders.sql': `CREATE TABLE orders (id bigserial PRIMARY KEY, user_id int NOT NULL REFERENCES users);
    CREATE INDEX CONCURRENTLY orders_user_id ON orders (user_id);`,
  '20260103_paid.sql': 'ALTER TABLE orders ADD paid_at timestamptz;',
  '20260103_paid_rollback.sql': 'ALTER TABLE orders DROP COLUMN paid_at;',
};
/** As another tool left it, with that tool's own table. */
const BY_OTHERS = `CREATE TABLE users (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, mail text NOT NULL);
  CREATE TABLE orders (id bigserial PRIMARY KEY, user_id int NOT NULL REFERENCES users);
  CREATE INDEX orders_user_id ON orders (user_id);
  INSERT INTO users (mail) VALUES ('ann@example.org');
  CREATE TABLE flyway_schema_history (installed_rank serial PRIMARY KEY, version text, success boolean NOT NULL);
  CREATE INDEX flyway_schema_history_s_idx ON flyway_schema_history (success);`;

async function ledger({ database }: Project): Promise<unknown> {
  const session = await database.session();
  const [there] = await session.query("SELECT to_regclass('db_migrate.migrations') AS name");
  const rows = there?.['name'] ? await session.query('SELECT id, state FROM db_migrate.migrations ORDER BY id') : [];
  await session.close();
  return rows;
}

test('what the database has is noted, the rest is applied, and from then on all is as ever', async () => {
  const it = await project(BY_OTHERS, FILES);
  const adopt = ['--migrate', '.', '--adopt', '20260102_orders.sql'];
  const states = [
    { file: '20260101_users.sql', state: 'adopted' },
    { file: '20260102_orders.sql', state: 'adopted' },
    { file: '20260103_paid.sql', state: 'applied' },
  ];
  const tried = await it.run(...adopt, '--dry-run');
  expect(tried).toMatchObject({
    exitCode: 0,
    stdout: expect.stringContaining('20260101_users.sql (would be adopted)'),
  });
  expect(tried.stdout).toContain('20260103_paid.sql (would be applied)');
  expect(await ledger(it)).toEqual([]);

  expect(await it.json(...adopt)).toMatchObject({ exitCode: 0, data: { files: states } });
  expect(await ledger(it)).toEqual(states.map(({ file }) => ({ id: file, state: 'applied' })));
  expect(await it.run('--migrate', '.')).toMatchObject({ stdout: expect.stringContaining('Nothing to do') });
  expect(await it.run('--rollback', '1', '--output', '.', '--confirm', it.database.name)).toMatchObject({
    exitCode: 0,
  });
  expect(await it.run('--status', '--output', '.')).toMatchObject({ exitCode: 0 });
});

test('a database that is something else is refused, object by object, and nothing is noted', async () => {
  const it = await project(BY_OTHERS.replace('mail text NOT NULL', 'mail text'), FILES);
  const result = await it.run('--migrate', '.', '--adopt', '20260103_paid.sql');
  expect(result).toMatchObject({ exitCode: 5, stderr: expect.stringContaining('error[MIG213]') });
  expect(result.stderr).toContain('is not what these 3 migrations lead to');
  expect(result.stderr).toContain('ALTER TABLE public.users ALTER COLUMN mail SET NOT NULL');
  expect(result.stderr).toContain('ALTER TABLE public.orders ADD COLUMN paid_at');
  expect(result.stderr).not.toContain('flyway');
  expect(await ledger(it)).toEqual([]);
  expect(await it.run('--migrate', '.', '--adopt', '20260102_orders.sql', '--no-proof')).toMatchObject({ exitCode: 0 });
  expect(await ledger(it)).toHaveLength(3);
});

test('what is not of the migrations can be left out', async () => {
  const it = await project(`${BY_OTHERS}; CREATE SCHEMA audit; CREATE TABLE audit.log (line text)`, FILES);
  const adopt = ['--migrate', '.', '--adopt', '20260102_orders.sql'];
  expect(await it.run(...adopt)).toMatchObject({ exitCode: 5, stderr: expect.stringContaining('audit') });
  expect(await it.run(...adopt, '--exclude', 'audit')).toMatchObject({ exitCode: 0 });
});

test.each([
  [['--adopt', '20260102_order.sql'], 2, 'did you mean 20260102_orders.sql?'],
  [['--status', '--adopt', '20260102_orders.sql'], 2, '--adopt has no meaning without --migrate'],
])('%j is refused', async (argv, exitCode, words) => {
  const it = await project(BY_OTHERS, FILES);
  const mode = argv.includes('--status') ? [] : ['--migrate', '.'];
  expect(await it.run(...mode, ...argv)).toMatchObject({ exitCode, stderr: expect.stringContaining(words) });
});

test('a migration that stopped half-way goes on, and is not adopted', async () => {
  const it = await project('', {
    ...FILES,
    '20260102_orders.sql': 'SELECT 1; CREATE INDEX CONCURRENTLY i ON nothing (x);',
  });
  expect(await it.run('--migrate', '.')).toMatchObject({ exitCode: 6 });
  expect(await it.run('--migrate', '.', '--adopt', '20260102_orders.sql')).toMatchObject({
    exitCode: 5,
    stderr: expect.stringContaining('was begun here and stopped half-way'),
  });
});
