// The rules that look at the catalogue alone: invalid index, no primary key, never analysed.
import { expect, test } from 'vitest';
import { analysed } from '../../../../../test/support/analysis.js';

test('invalid index: what a failed concurrent build leaves, until it is built again', async () => {
  const clean = await analysed('CREATE TABLE t (id int PRIMARY KEY, a int); INSERT INTO t VALUES (1, 1), (2, 1)');
  expect(clean.of('MIG507')).toEqual([]);
  await expect(clean.after('CREATE UNIQUE INDEX CONCURRENTLY t_a ON t (a)')).rejects.toThrow(
    'could not create unique index',
  );
  const broken = await clean.after('DELETE FROM t WHERE id = 2');
  expect(broken.of('MIG507').map((finding) => finding.object)).toEqual(['public.t_a']);
  expect((await broken.after(broken.of('MIG507')[0]?.ddl ?? '')).of('MIG507')).toEqual([]);
});

test('no primary key', async () => {
  const { of } = await analysed('CREATE TABLE with_key (id int PRIMARY KEY); CREATE TABLE without (id int)');
  expect(of('MIG508').map((finding) => finding.object)).toEqual(['public.without']);
});

test('never analysed', async () => {
  const clean = await analysed('CREATE TABLE t (id int PRIMARY KEY, a text)');
  expect(clean.of('MIG509')).toEqual([]);
  const filled = await clean.after(
    "CREATE TABLE fresh (id int PRIMARY KEY, a text); INSERT INTO fresh SELECT n, repeat('x', 80) FROM generate_series(1, 15000) n",
  );
  expect(filled.of('MIG509').map((finding) => finding.object)).toEqual(['public.fresh']);
  expect((await filled.after(filled.of('MIG509')[0]?.ddl ?? '')).of('MIG509')).toEqual([]);
});
