// Folders as other tools have them: each is applied, shown and taken back as it stands.
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { type Project, project } from './run.js';

const [FIRST, SECOND] = ['CREATE TABLE first (id int);', 'CREATE INDEX CONCURRENTLY second ON first (id);'];
const [UNDO_FIRST, UNDO_SECOND] = ['DROP TABLE first;', 'DROP INDEX second;'];

const LAYOUTS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'golang-migrate': {
    '9_first.up.sql': FIRST,
    '9_first.down.sql': UNDO_FIRST,
    '10_second.up.sql': SECOND,
    '10_second.down.sql': UNDO_SECOND,
  },
  Flyway: {
    'V1__first.sql': FIRST,
    'U1__first.sql': UNDO_FIRST,
    'V1.1__second.sql': SECOND,
    'U1.1__second.sql': UNDO_SECOND,
  },
  goose: {
    '00001_first.sql': `-- +goose Up\n${FIRST}\n-- +goose Down\n${UNDO_FIRST}\n`,
    '00002_second.sql': `-- +goose NO TRANSACTION\n-- +goose Up\n${SECOND}\n-- +goose Down\n${UNDO_SECOND}\n`,
  },
  dbmate: {
    '20260101000000_first.sql': `-- migrate:up\n${FIRST}\n\n-- migrate:down\n${UNDO_FIRST}\n`,
    '20260102000000_second.sql': `-- migrate:up transaction:false\n${SECOND}\n\n-- migrate:down\n${UNDO_SECOND}\n`,
  },
  'node-pg-migrate': {
    '1700000000000_first.sql': `-- Up Migration\n${FIRST}\n-- Down Migration\n${UNDO_FIRST}\n`,
    '1700000000001_second.sql': `-- Up Migration\n${SECOND}\n-- Down Migration\n${UNDO_SECOND}\n`,
  },
  Prisma: {
    'migration_lock.toml': 'provider = "postgresql"\n',
    '20260101000000_first/migration.sql': FIRST,
    '20260101000000_first/down.sql': UNDO_FIRST,
    '20260102000000_second/migration.sql': SECOND,
    '20260102000000_second/down.sql': UNDO_SECOND,
  },
};

async function withFolder(files: Readonly<Record<string, string>>): Promise<Project> {
  const it = await project();
  await mkdir(join(it.folder, 'migrations'));
  for (const [name, text] of Object.entries(files)) {
    const path = join(it.folder, 'migrations', name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  }
  return it;
}

async function whatIsThere({ database }: Project): Promise<unknown> {
  const session = await database.session();
  const [row] = await session.query(
    "SELECT to_regclass('first') IS NOT NULL AS first, to_regclass('second') IS NOT NULL AS second",
  );
  await session.close();
  return row;
}

test.each(Object.entries(LAYOUTS))('%s', async (_, files) => {
  const it = await withFolder(files);
  const { data } = await it.json('--migrate', 'migrations');
  expect(data.files).toMatchObject([{ state: 'applied' }, { state: 'applied' }]);
  expect(await whatIsThere(it)).toEqual({ first: true, second: true });
  expect(await it.run('--status')).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/Applied: +2/) });
  const back = ['--rollback', '1', '--confirm', it.database.name];
  expect(await it.run(...back)).toMatchObject({ exitCode: 0 });
  expect(await whatIsThere(it)).toEqual({ first: true, second: false });
  expect(await it.run(...back)).toMatchObject({ exitCode: 0 });
  expect(await whatIsThere(it)).toEqual({ first: false, second: false });
});

test('one file of a folder a migration is known by its folder', async () => {
  const it = await withFolder(LAYOUTS['Prisma'] ?? {});
  const file = 'migrations/20260101000000_first/migration.sql';
  expect(await it.json('--migrate', file)).toMatchObject({
    data: { files: [{ file: '20260101000000_first/migration.sql', state: 'applied' }] },
  });
  expect(await it.run('--migrate', 'migrations', '--adopt', '20260102000000_second', '--no-proof')).toMatchObject({
    exitCode: 0,
    stdout: expect.stringContaining('20260102000000_second/migration.sql (adopted)'),
  });
  expect(await it.run('--rollback', file, '--confirm', it.database.name)).toMatchObject({ exitCode: 0 });
});

test('a repeatable migration is refused, and a folder without migrations says so', async () => {
  const it = await withFolder({ 'R__view.sql': 'CREATE OR REPLACE VIEW v AS SELECT 1', 'V1__first.sql': FIRST });
  expect(await it.run('--migrate', 'migrations')).toMatchObject({
    exitCode: 3,
    stderr: expect.stringMatching(/MIG214.*R__view\.sql runs again/),
  });
  expect(await (await withFolder({})).run('--migrate', 'migrations')).toMatchObject({
    exitCode: 0,
    stdout: expect.stringContaining('there is no migration file'),
  });
});

test('a migration without a way back names the files that it looked for', async () => {
  const it = await withFolder({ '1_first.up.sql': FIRST });
  expect(await it.run('--migrate', 'migrations')).toMatchObject({ exitCode: 0 });
  expect(await it.run('--rollback', '1')).toMatchObject({
    stderr: expect.stringContaining(
      'there is no rollback file migrations/1_first.up_rollback.sql or migrations/1_first.down.sql',
    ),
  });
});
