import { expect, test } from 'vitest';
import { seededRandom } from '../env/memory-env.js';
import { samplePattern } from './sample-pattern.js';
import { sampleSchema } from './sample-schema.js';

test.each([
  '^[A-Z]{2}\\d{4}$',
  '^(foo|bar)-[^-\\s]+$',
  '^\\d{3}-\\d{2}-\\d{4}$',
  '[\\w.+-]+@[\\w-]+\\.[a-z]{2,}',
  '^(?:[0-9a-f]{2}:){5}[0-9a-f]{2}$',
  '^\\p{L}+\\u0041$',
  '^(?=.*\\d)[a-z\\d]{6,}$',
  '^#?([a-f0-9]{6}|[a-f0-9]{3})$',
  '^[\\]\\-x]+$',
  '^$',
])('a text of %s', (pattern) => {
  const random = seededRandom(1);
  for (let round = 0; round < 20; round += 1)
    expect(samplePattern(pattern, { least: 0, most: 300, random })).toMatch(new RegExp(pattern, 'u'));
});

test('a text of a pattern keeps to its length', () => {
  const random = seededRandom(2);
  for (let round = 0; round < 20; round += 1) {
    const text = samplePattern('^[a-z]+$', { least: 30, most: 33, random });
    expect(text.length).toBeGreaterThanOrEqual(30);
    expect(text.length).toBeLessThanOrEqual(33);
  }
});

test('repeats in repeats end', () => {
  const text = samplePattern('^(((a{300}){300}){300}){300}$', { least: 0, most: 10, random: seededRandom(1) });
  expect(text.length).toBeLessThan(25_000);
});

const components: Readonly<Record<string, unknown>> = {
  cat: { type: 'object', required: ['kind', 'meows'], properties: { kind: {}, meows: { type: 'boolean' } } },
  node: { type: 'object', properties: { next: { $ref: 'node' }, name: { type: 'string' } } },
};
const resolve = (value: unknown): unknown => components[String((value as { $ref?: string }).$ref)] ?? value;

test.each([
  ['a discriminator', { oneOf: [{ $ref: 'cat' }], discriminator: { propertyName: 'kind' } }, { kind: 'cat' }],
  ['allOf of closed objects', { allOf: [{ properties: { a: { const: 1 } } }, { required: ['a'] }] }, { a: 1 }],
  ['an example above its parts', { allOf: [{ type: 'string' }], example: 'x' }, 'x'],
  ['unique items', { type: 'array', uniqueItems: true, minItems: 2, items: { enum: ['a', 'b'] } }, { length: 2 }],
  ['an enum beside alternatives', { enum: [3], allOf: [{ oneOf: [{ enum: [1] }, { const: 2 }, { enum: [3] }] }] }, 3],
  ['an enum beside constants', { enum: [3], oneOf: [{ const: 1 }, { const: 2 }] }, 3],
  ['tuples', { type: 'array', prefixItems: [{ const: 1 }, { const: 'b' }] }, [1, 'b']],
  ['dependentRequired', { required: ['a'], dependentRequired: { a: ['b'] } }, { a: 'value', b: 'value' }],
])('%s', (_, schema, expected) => {
  expect(sampleSchema(schema, { random: seededRandom(4), resolve })).toMatchObject(expected as object);
});

test('whole numbers are such as JSON carries exactly', () => {
  const schema = { type: 'integer', minimum: 0, maximum: 2 ** 54 };
  for (let seed = 0; seed < 20; seed += 1)
    expect(sampleSchema(schema, { random: seededRandom(seed), resolve })).toBeLessThanOrEqual(Number.MAX_SAFE_INTEGER);
});

test('optional members up to a number of them, and none that are marked', () => {
  const schema = {
    type: 'object',
    required: ['secret'],
    properties: { secret: { type: 'string', writeOnly: true }, a: { const: 1 }, b: { const: 2 }, c: { const: 3 } },
  };
  const sampling = { random: seededRandom(1), resolve, omit: 'writeOnly' as const };
  expect(sampleSchema(schema, { ...sampling, optionalMembers: 2 })).toEqual({ a: 1, b: 2 });
  expect(sampleSchema(schema, sampling)).toEqual({});
});

test('a schema that holds itself gives a value of bounded size', () => {
  const value = sampleSchema({ $ref: 'node' }, { random: seededRandom(1), resolve, optionalMembers: 1_000 });
  expect(JSON.stringify(value).length).toBeLessThan(1_000);
});
