import { expect, test } from 'vitest';
import { testDatabase } from '../../../../../test/support/postgres.js';
import { obstacleTo } from './conversion.js';

/** The largest value of each type, for which the server says whether it fits. */
const LARGEST: Readonly<Record<string, string>> = {
  smallint: '32767',
  integer: '2147483647',
  bigint: '9223372036854775807',
  'numeric(4,1)': '999.9',
  'numeric(4,2)': '99.99',
  'numeric(5,2)': '999.99',
  'numeric(10,0)': '9999999999',
  'numeric(12,2)': '9999999999.99',
  'numeric(21,2)': '9999999999999999999.99',
};

test('a change to a numeric may fail where the largest value of the one does not fit into the other', async () => {
  const database = await testDatabase({});
  const session = await database.session();
  const pairs = Object.entries(LARGEST).flatMap(([from, largest]) =>
    [...Object.keys(LARGEST).filter((type) => type.startsWith('numeric')), 'numeric'].map((to) => ({
      from,
      to,
      largest,
    })),
  );
  for (const { from, to, largest } of pairs) {
    const fits = await session.query(`SELECT ${largest}::${from}::${to}`).then(
      () => true,
      () => false,
    );
    expect([from, to, obstacleTo('x', from, to) === 'never' || from === to]).toEqual([from, to, fits]);
  }
});
