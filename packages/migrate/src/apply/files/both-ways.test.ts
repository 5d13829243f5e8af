import { expect, test } from 'vitest';
import { oneWay } from './both-ways.js';

test.each([
  ['goose', '-- +goose Up', '-- +goose Down'],
  ['dbmate', '-- migrate:up', '-- migrate:down transaction:false'],
  ['node-pg-migrate', '-- Up Migration', '-- Down Migration'],
])('%s: each way by itself, at its own place', (_, up, down) => {
  const text = `-- a table\n${up}\nCREATE TABLE t (id int);\r\n${down}\nDROP TABLE t;\n`;
  const blank = (line: string) => ' '.repeat(line.length);
  expect(oneWay(text, 'up')).toBe(
    `-- a table\n${up}\nCREATE TABLE t (id int);\r\n${blank(down)}\n${blank('DROP TABLE t;')}\n`,
  );
  expect(oneWay(text, 'down')).toBe(
    `-- a table\n${blank(up)}\n${blank('CREATE TABLE t (id int);')}\r\n${down}\nDROP TABLE t;\n`,
  );
});

test('ways may alternate', () => {
  const text = '-- +goose Up\na;\n-- +goose Down\nb;\n-- +goose Up\nc;\n';
  expect(oneWay(text, 'up')?.match(/\w;/g)).toEqual(['a;', 'c;']);
  expect(oneWay(text, 'down')?.match(/\w;/g)).toEqual(['b;']);
});

test('a file without marks is the way up alone', () => {
  expect(oneWay('SELECT 1;', 'up')).toBe('SELECT 1;');
  expect(oneWay('SELECT 1;', 'down')).toBeUndefined();
  expect(oneWay('-- migrate:up\nSELECT 1;', 'down')).toBeUndefined();
});
