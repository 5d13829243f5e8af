import { expect, test } from 'vitest';
import { isDestructive, isTransactional, parseMigration } from './migration.js';

const parse = (text: string) => parseMigration('m.sql', { path: 'm.sql', text }, text);
const segments = (text: string) =>
  parse(text).segments.map((segment) => segment.map(({ statement }) => statement.text));

test('one transaction by default', () => {
  expect(segments('a; b; c')).toEqual([['a', 'b', 'c']]);
});

test('a statement that cannot be in a transaction stands alone', () => {
  expect(segments('a; CREATE INDEX CONCURRENTLY i ON t (x); b')).toEqual([
    ['a'],
    ['CREATE INDEX CONCURRENTLY i ON t (x)'],
    ['b'],
  ]);
});

test('-- migrate: commit ends a transaction, -- migrate: no-transaction ends each', () => {
  expect(segments('a;\n-- migrate: commit\nb; c')).toEqual([['a'], ['b', 'c']]);
  expect(segments('-- migrate: no-transaction\na; b')).toEqual([['a'], ['b']]);
});

test('BEGIN and COMMIT around the file are left out, and refused inside it', () => {
  expect(segments('BEGIN; a; COMMIT;')).toEqual([['a']]);
  expect(() => parse('a;\nCOMMIT;\nb;')).toThrow(
    expect.objectContaining({
      code: 'MIG103',
      diagnostic: expect.objectContaining({ at: expect.objectContaining({ line: 2 }) }),
    }),
  );
});

test.each([
  ['\\connect other', 'MIG103'],
  ['CREATE DATABASE x', 'MIG103'],
  ['ALTER SYSTEM SET a = 1', 'MIG103'],
  ["a 'b", 'MIG102'],
  ['COPY t FROM stdin;\n1\n\\.\n', 'MIG103'],
])('%j is refused', (text, code) => {
  expect(() => parse(text)).toThrow(expect.objectContaining({ code }));
});

test('line endings change the checksum, and not that of the text', () => {
  const [unix, windows] = [parse('a;\nb;\n'), parse('a;\r\nb;\r\n')];
  expect(unix.checksum).not.toBe(windows.checksum);
  expect(unix.textChecksum).toBe(windows.textChecksum);
});

test.each([
  ['create index concurrently i on t (a)', false],
  ['CREATE UNIQUE INDEX CONCURRENTLY i ON t (a)', false],
  ['create index i on t (a)', true],
  ['drop index concurrently i', false],
  ['reindex table concurrently t', false],
  ['reindex (verbose, concurrently) table t', false],
  ['vacuum t', false],
  ['alter table t detach partition p concurrently', false],
  ['alter table t add column concurrently int', true],
])('%s in a transaction: %s', (sql, expected) => {
  expect(isTransactional(sql)).toBe(expected);
});

test.each([
  ['DROP TABLE t', true],
  ['DO $$ BEGIN DELETE FROM t WHERE x; END $$', true],
  ['DO $$ BEGIN PERFORM f(); END $$', false],
  ['drop table if exists a.b cascade', true],
  ['ALTER TABLE t DROP COLUMN a', true],
  ['alter table t drop a', true],
  ['alter table t alter a drop default', false],
  ['alter table t drop constraint c', false],
  ['alter table t alter column a drop not null', false],
  ['TRUNCATE t', true],
  ['delete from t', true],
  ['delete from t where a = 1', false],
  ['DROP SCHEMA s CASCADE', true],
  ['DROP INDEX i', false],
  ['DROP MATERIALIZED VIEW v', false],
])('%s deletes data: %s', (sql, expected) => {
  expect(isDestructive(sql)).toBe(expected);
});
