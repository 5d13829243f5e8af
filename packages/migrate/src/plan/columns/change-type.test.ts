import type { Fact } from '@senior-backend/core/postgres/catalog';
import { expect, test } from 'vitest';
import { testDatabase } from '../../../../../test/support/postgres.js';
import { changeType } from './change-type.js';

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
        .execute(changeType(column(from), column(to)).sql)
        .catch((error: unknown) => refused.push(`${from} → ${to}: ${error}`));
      await session.execute('ROLLBACK');
    }
  }
  expect(refused).toEqual([]);
});
