import { describe, expect, test } from 'vitest';
import { portablePattern } from './portable-pattern.js';
import { readCheck } from './read-check.js';

describe('what a check says of single values', () => {
  test.each([
    ['CHECK ((quantity > 0))', { quantity: { exclusiveMinimum: 0 } }],
    ['CHECK (((price >= (0)::numeric) AND (price <= (1000)::numeric)))', { price: { minimum: 0, maximum: 1000 } }],
    ["CHECK (((lat >= ('-90'::integer)::numeric) AND (lat <= (90)::numeric)))", { lat: { minimum: -90, maximum: 90 } }],
    ['CHECK ((char_length((name)::text) <= 100))', { name: { maxLength: 100 } }],
    ['CHECK ((length(VALUE) > 2))', { VALUE: { minLength: 3 } }],
    ["CHECK (((VALUE)::text ~ '^[^@]+@[^@]+$'::text))", { VALUE: { pattern: '^[^@]+@[^@]+$' } }],
    ["CHECK ((kind = ANY (ARRAY['a'::text, 'it''s'::text])))", { kind: { values: ['a', "it's"] } }],
    [
      "CHECK (((kind)::text = ANY ((ARRAY['a'::character varying, 'b'::character varying])::text[])))",
      { kind: { values: ['a', 'b'] } },
    ],
    ['CHECK ((0 < "Weird ""Name"))', { 'Weird "Name': { exclusiveMinimum: 0 } }],
    ['CHECK (((a > 0) AND (b < a)))', { a: { exclusiveMinimum: 0 } }],
    ['CHECK (((a > 0) OR (b > 0)))', {}],
    ['CHECK ((NOT (a > 0)))', {}],
    ['CHECK ((starts < ends))', {}],
    ['CHECK ((1 > 0))', {}],
    ['CHECK ((a IS NOT NULL))', {}],
    ["CHECK ((email ~* '^a'::text))", {}],
    ['CHECK ((lower(email) = email))', {}],
    ['CHECK ((a > 0)) NOT VALID', { a: { exclusiveMinimum: 0 } }],
    ["CHECK ((note <> 'AND (a > 0)'::text))", {}],
  ])('%s', (definition, limits) => {
    expect(Object.fromEntries(readCheck(definition))).toEqual(limits);
  });
});

describe('patterns mean the same in both languages, or are left alone', () => {
  test.each([
    ['^[a-z]+$', '^[a-z]+$'],
    ['a.b', 'a[\\s\\S]b'],
    ['[]a]', '[\\]a]'],
    ['[[]', '[\\[]'],
    ['^\\$\\d', undefined],
    ['^\\w+$', undefined],
    ['[[:alpha:]]', undefined],
    ['(?i)a', undefined],
    ['a{2,3}\\.b\\-c', 'a{2,3}\\.b-c'],
    ['\\mword', undefined],
  ])('%s', (pattern, portable) => {
    expect(portablePattern(pattern)).toBe(portable);
  });
});
