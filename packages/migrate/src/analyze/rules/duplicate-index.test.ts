import { expect, test } from 'vitest';
import { analysed } from '../../../../../test/support/analysis.js';

const TABLE = 'CREATE TABLE t (id int PRIMARY KEY, a int, b text, c text); ';

async function duplicates(indexes: string): Promise<readonly string[]> {
  return (await analysed(TABLE + indexes)).of('MIG506').map((finding) => finding.object);
}

test('the same twice, and the first columns of another', async () => {
  expect(await duplicates('CREATE INDEX t_a ON t (a); CREATE INDEX t_a_again ON t (a)')).toEqual(['public.t_a_again']);
  expect(await duplicates('CREATE INDEX t_id ON t (id)')).toEqual(['public.t_id']);
  expect(await duplicates('CREATE INDEX t_a ON t (a); CREATE INDEX t_ab ON t (a, b)')).toEqual(['public.t_a']);
});

test('is silent where order, direction, operator class, predicate, method or uniqueness differ', async () => {
  expect(await duplicates('CREATE INDEX x1 ON t (b); CREATE INDEX x2 ON t (a, b)')).toEqual([]);
  expect(await duplicates('CREATE INDEX x1 ON t (b DESC); CREATE INDEX x2 ON t (b, c)')).toEqual([]);
  expect(await duplicates('CREATE INDEX x1 ON t (b text_pattern_ops); CREATE INDEX x2 ON t (b, c)')).toEqual([]);
  expect(await duplicates('CREATE INDEX x1 ON t (b) WHERE a > 1; CREATE INDEX x2 ON t (b, c)')).toEqual([]);
  expect(await duplicates('CREATE INDEX x1 ON t USING hash (b); CREATE INDEX x2 ON t (b, c)')).toEqual([]);
  expect(await duplicates('CREATE UNIQUE INDEX x1 ON t (b); CREATE INDEX x2 ON t (b, c)')).toEqual([]);
});
