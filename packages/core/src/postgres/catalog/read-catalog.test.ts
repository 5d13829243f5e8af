import { expect, test } from 'vitest';
import { testDatabase } from '../../../../../test/support/postgres.js';
import { createPool } from './pool.js';
import { readCatalog } from './read-catalog.js';

test('names and texts hold any character, the ones that part rows and fields too', async () => {
  const strange = 'a\u001eb\u001fc"d\\e\n{},';
  const quoted = `"${strange.replaceAll('"', '""')}"`;
  const database = await testDatabase({
    sql: `CREATE TABLE ${quoted} (${quoted} text DEFAULT '\u001e\u001f'); COMMENT ON TABLE ${quoted} IS '\u001e'`,
  });
  const { facts } = await readCatalog(await database.session());
  const column = [...facts.values()].find(({ kind }) => kind === 'column');
  expect(column?.names).toEqual(['public', strange, strange]);
  expect(facts.get(`default:public.${quoted}.${quoted}`)?.attributes).toEqual({ expression: "'\u001e\u001f'::text" });
  expect(facts.get(`comment:table:public.${quoted}`)?.attributes).toMatchObject({ text: '\u001e' });
});

test('two sides share what is the same, and keep apart what differs', async () => {
  const first = await testDatabase({ sql: 'CREATE TABLE a (x int); CREATE TABLE b (x int); CREATE INDEX i ON a (x)' });
  const second = await testDatabase({
    sql: 'CREATE TABLE a (x int); CREATE TABLE b (y int, x int); CREATE INDEX i ON a (x)',
  });
  const pool = createPool();
  const [one, two] = [await readCatalog(await first.session(), pool), await readCatalog(await second.session(), pool)];
  expect(two.facts.get('index:public.i')).toBe(one.facts.get('index:public.i'));
  expect(two.facts.get('column:public.a.x')).toBe(one.facts.get('column:public.a.x'));
  expect(two.facts.get('column:public.b.x')).toMatchObject({ position: 2 });
  expect(one.facts.get('column:public.b.x')).toMatchObject({ position: 1 });
});

test('asks one thing at a time, and leaves the session free where it fails', async () => {
  const database = await testDatabase({ sql: 'CREATE TABLE t (x int)' });
  const session = await database.session();
  let running = 0;
  let most = 0;
  let count = 0;
  const watched = (failAt: number): typeof session => ({
    ...session,
    async stream(sql, take) {
      running += 1;
      most = Math.max(most, running);
      const failing = sql.replace(/;\n/g, (end) => {
        count += 1;
        return count === failAt ? `${end}SELECT 1 / 0${end}` : end;
      });
      try {
        await session.stream(failing, take);
      } finally {
        running -= 1;
      }
    },
  });
  await readCatalog(watched(0));
  expect(count).toBeGreaterThan(8);
  for (let failAt = 1, last = count; failAt <= last; failAt += 3) {
    count = 0;
    await expect(readCatalog(watched(failAt)), `statement ${failAt}`).rejects.toThrow('division by zero');
    expect(running).toBe(0);
  }
  expect(most).toBe(1);
  expect((await readCatalog(session)).facts.has('table:public.t')).toBe(true);
});

test('what a listener of rows throws is thrown when the session is free again', async () => {
  const session = await (await testDatabase()).session();
  const seen: number[] = [];
  const failing = session.stream<{ n: number }>('SELECT generate_series(1, 3) AS n; SELECT 4 AS n', ({ n }) => {
    seen.push(n);
    if (n === 2) throw new Error('enough');
  });
  await expect(failing).rejects.toThrow('enough');
  expect(seen).toEqual([1, 2]);
  expect(await session.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
});
