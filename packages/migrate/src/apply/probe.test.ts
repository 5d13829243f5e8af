// What the catalogue says of an index that a run may have left behind: ten shapes of index, five states, two ways to ask.
import type { Session } from '@senior-backend/core/postgres/session';
import { expect, test } from 'vitest';
import { testDatabase } from '../../../../test/support/postgres.js';
import { type Finding, probe } from './probe.js';

/** Behind `CREATE [UNIQUE] INDEX … ON t`. */
const SHAPES: readonly (readonly [unique: '' | 'UNIQUE ', rest: string])[] = [
  ['', '(email)'],
  ['UNIQUE ', '(email)'],
  ['', '(email DESC NULLS LAST)'],
  ['', '(lower(email))'],
  ['', '(id, email)'],
  ['', '(email) WHERE id > 10'],
  ['', '(id) INCLUDE (email)'],
  ['', 'USING hash (email)'],
  ['', '(email text_pattern_ops)'],
  ['', '(email) WITH (fillfactor = 70)'],
];

interface State {
  readonly name: string;
  readonly finding: Finding['kind'];
  readonly plant: (session: Session, definition: string) => Promise<void>;
}

const STATES: readonly State[] = [
  { name: 'nothing there', finding: 'run', plant: async () => undefined },
  { name: 'finished, and not noted', finding: 'done', plant: (session, definition) => session.execute(definition) },
  {
    name: 'left invalid',
    finding: 'repair',
    plant: async (session, definition) => {
      await session.execute(definition);
      await session.execute("UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'i'::regclass");
    },
  },
  {
    name: 'another index of that name',
    finding: 'taken',
    plant: (session) => session.execute('CREATE INDEX i ON t (id DESC)'),
  },
  { name: 'a table of that name', finding: 'taken', plant: (session) => session.execute('CREATE TABLE i (x int)') },
];

test('100 planted states, 100 right decisions', async () => {
  const session = await (await testDatabase({ sql: 'CREATE TABLE t (id int, email text)' })).session();
  const wrong: string[] = [];
  let count = 0;
  for (const [unique, rest] of SHAPES) {
    for (const { name, finding, plant } of STATES) {
      await session.execute('DROP INDEX IF EXISTS i').catch(() => session.execute('DROP TABLE i'));
      await plant(session, `CREATE ${unique}INDEX i ON t ${rest}`);
      for (const word of ['', 'IF NOT EXISTS ']) {
        const found = await probe(session, `CREATE ${unique}INDEX CONCURRENTLY ${word}i ON public.t ${rest}`);
        count += 1;
        if (found.kind !== finding) wrong.push(`${name}, ${unique}${word}${rest}: ${found.kind}, not ${finding}`);
      }
    }
  }
  expect(wrong).toEqual([]);
  expect(count).toBe(100);
});

test('what is to be repaired is named with its schema', async () => {
  const session = await (
    await testDatabase({ sql: 'CREATE SCHEMA app; CREATE TABLE app.t (id int); CREATE INDEX i ON app.t (id)' })
  ).session();
  await session.execute("UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'app.i'::regclass");
  expect(await probe(session, 'CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON app.t (id)')).toEqual({
    kind: 'repair',
    sql: 'DROP INDEX CONCURRENTLY app.i',
  });
});
