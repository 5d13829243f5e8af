// Changes that PostgreSQL has no statement for, and that lose no row: what was in the table is there afterwards, and after the
// way back too.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { project } from './run.js';

const CASES = join(import.meta.dirname, 'cases');

interface Kept {
  /** A folder of cases/. */
  readonly of: string;
  readonly query: string;
  readonly before: readonly string[];
  /** Where it is not as before. */
  readonly after?: readonly string[];
}

test.each<Kept>([
  {
    of: 'two-parents',
    query: `SELECT concat_ws('|', tableoid::regclass, id, n, own, twice) AS row FROM c ORDER BY id`,
    before: ['c|1|2|3|6', 'g|2|3|4|8', 'both_of_them|5|6'],
  },
  {
    of: 'two-parents',
    query: `SELECT concat_ws('|', id, own, b, third) AS row FROM ordered`,
    before: ['1|2|b|c'],
  },
  {
    of: 'extracted-parent',
    query: `SELECT concat_ws('|', id, created::date, name) AS row FROM users UNION ALL SELECT id::text || name FROM shops`,
    before: ['1|2020-01-01|one', '2two'],
  },
  {
    of: 'inherited-to-partitioned',
    query: `SELECT concat_ws('|', id, at, v) AS row FROM m`,
    before: ['1|2020-01-01|x'],
  },
  { of: 'leaves-parents', query: `SELECT b::text AS row FROM c`, before: ['2', '4'] },
  { of: 'leaves-parents', query: `SELECT concat_ws('|', id, own) AS row FROM s`, before: ['7|8'] },
  {
    of: 'composite-fields',
    query: `SELECT concat_ws('|', id, (p).l, (p).r, many) AS row FROM pairs ORDER BY id`,
    before: ['1|5|6|{NULL,"(8,9)","(,)"}', '2|7|[3:4]={"(1,2)","(,)"}', '3|1|1|{}', '4|1|1'],
    after: ['1|5|6|{NULL,"(9,8)","(,)"}', '2|7|[3:4]={"(2,1)","(,)"}', '3|1|1|{}', '4|1|1'],
  },
])('$of: $query', async ({ of, query, before, after = before }) => {
  const [old, fresh] = await Promise.all(
    ['old', 'new'].map((side) => readFile(join(CASES, of, `${side}.sql`), 'utf8')),
  );
  const { run, database } = await project(old, { 'schema.sql': fresh ?? '' });
  const session = await database.session();
  const rows = async (): Promise<readonly string[]> =>
    (await session.query<{ row: string }>(query)).map(({ row }) => row);
  expect(await rows()).toEqual(before);
  expect((await run('--compare', 'schema.sql', '--name', 'm')).stderr).not.toContain('error[');
  expect(await run('--migrate', 'migrations', '--confirm', database.name)).toMatchObject({ exitCode: 0 });
  expect(await rows()).toEqual(after);
  expect(await run('--rollback', '1', '--confirm', database.name)).toMatchObject({ exitCode: 0 });
  expect(await rows()).toEqual(before);
});
