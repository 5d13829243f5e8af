import { expect, test } from 'vitest';
import { testDatabase } from '../../../../../test/support/postgres.js';
import { stableCasts } from './stable-casts.js';

test.each([
  [
    "a = ANY ((ARRAY['x'::character varying, 'y'::character varying])::text[])",
    "a = ANY (((ARRAY['x'::character varying, 'y'::character varying])::character varying[])::text[])",
  ],
  ["a = ANY (ARRAY['x'::text, 'y'::text])", "a = ANY (ARRAY['x'::text, 'y'::text])"],
])('%s', (printed, stable) => {
  expect(stableCasts(printed)).toBe(stable);
});

test('the server prints the same expression again', async () => {
  const session = await (
    await testDatabase({
      sql: "CREATE TABLE t (a varchar(9) CHECK (a IN ('x', 'it''s')), b char(3) CHECK (b IN ('x', 'y')))",
    })
  ).session();
  const printed = async (): Promise<readonly string[]> =>
    (
      await session.query<{ text: string }>(
        'SELECT pg_get_constraintdef(oid) AS text FROM pg_constraint WHERE conrelid = $1::regclass ORDER BY conname',
        ['t'],
      )
    ).map(({ text }) => text);
  const before = await printed();
  await session.execute(`ALTER TABLE t DROP CONSTRAINT t_a_check, DROP CONSTRAINT t_b_check`);
  for (const [index, text] of before.entries())
    await session.execute(`ALTER TABLE t ADD CONSTRAINT c${index} ${stableCasts(text)}`);
  expect(await printed()).toEqual(before);
});
