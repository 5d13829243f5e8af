import type { Fact } from '@senior-backend/core/postgres/catalog';
import { expect, test } from 'vitest';
import { testDatabase } from '../../../../../test/support/postgres.js';
import { changeType, isRewritten } from './change-type.js';

const TYPES = [
  'smallint',
  'bigint',
  'numeric(8,2)',
  'real',
  'text',
  'character varying(20)',
  'boolean',
  'date',
  'timestamp with time zone',
  'time without time zone',
  'interval',
  'json',
  'jsonb',
  'text[]',
  'integer[]',
  'uuid',
  'bytea',
  'inet',
  'cidr',
  'bit(4)',
  'money',
  'point',
  'tsvector',
  'int4range',
];

function column(type: string): Fact<'column'> {
  return {
    names: ['public', 't', 'x'],
    attributes: { type, collation: null, generated: null },
  } as unknown as Fact<'column'>;
}

test('every type is reached from every other one, on a table without rows', async () => {
  const session = await (await testDatabase({ sql: 'CREATE TABLE t ()' })).session();
  const refused: string[] = [];
  for (const from of TYPES) {
    for (const to of TYPES.filter((type) => type !== from)) {
      await session.execute(`BEGIN; ALTER TABLE t ADD COLUMN x ${from}`);
      await session
        .execute(changeType(column(from), column(to), true).sql)
        .catch((error: unknown) => refused.push(`${from} → ${to}: ${error}`));
      await session.execute('ROLLBACK');
    }
  }
  expect(refused).toEqual([]);
});

const WIDTHS: readonly (readonly [from: string, to: string])[] = [
  ['integer', 'bigint'],
  ['text', 'character varying'],
  ['character varying(20)', 'text'],
  ['character varying(20)', 'character varying(30)'],
  ['character varying(20)', 'character varying(20)'],
  ['character varying(20)', 'character varying(10)'],
  ['text', 'character varying(10)'],
  ['character varying', 'text'],
  ['numeric(8,2)', 'numeric(10,2)'],
  ['numeric(8,2)', 'numeric(10,3)'],
  ['numeric(8,2)', 'numeric(6,2)'],
  ['numeric(8,2)', 'numeric'],
  ['numeric', 'numeric(8,2)'],
];

test('which changes rewrite the table is what the server does', async () => {
  const session = await (await testDatabase()).session();
  const wrong: string[] = [];
  for (const [from, to] of WIDTHS) {
    await session.execute(`DROP TABLE IF EXISTS t; CREATE TABLE t (x ${from})`);
    const file = async (): Promise<unknown> => session.query("SELECT pg_relation_filenode('t')");
    const before = await file();
    await session.execute(`ALTER TABLE t ALTER x TYPE ${to}`);
    const rewritten = JSON.stringify(before) !== JSON.stringify(await file());
    if (rewritten !== isRewritten(from, to)) wrong.push(`${from} → ${to}: ${rewritten ? 'is' : 'is not'} rewritten`);
  }
  expect(wrong).toEqual([]);
});
