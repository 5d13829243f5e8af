import { expect, test } from 'vitest';
import { checkSchema } from './check-schema.js';

const user = {
  type: 'object',
  required: ['id', 'password'],
  properties: {
    id: { type: 'integer', minimum: 1 },
    email: { type: 'string', maxLength: 5 },
    tags: { type: 'array', maxItems: 2, items: { enum: ['a', 'b'] } },
    password: { type: 'string', writeOnly: true },
    parent: { $ref: '#/user' },
    note: { type: 'string', nullable: true },
    size: { type: ['number', 'null'], exclusiveMinimum: 0 },
  },
  additionalProperties: false,
};
const resolve = (value: unknown): unknown => ((value as { $ref?: string } | null)?.$ref === undefined ? value : user);
const check = (value: unknown, schema: unknown = user): string | undefined => checkSchema(value, schema, resolve);

test.each([
  [{ id: 1 }, undefined],
  [{ id: 1, email: 'a@b.c', tags: ['a'], note: null, size: null, parent: { id: 2 } }, undefined],
  [{ id: 1.5 }, '/id: must be integer'],
  [{ id: 0 }, '/id: is below its minimum'],
  [{}, 'the content: lacks id'],
  [[], 'the content: must be object'],
  [{ id: 1, email: 'too long' }, '/email: is longer than its maxLength'],
  [{ id: 1, tags: ['a', 'c'] }, '/tags/1: must be one of the values of its enum'],
  [{ id: 1, tags: ['a', 'b', 'a'] }, '/tags: has more items than its maxItems'],
  [{ id: 1, parent: { id: 'x' } }, '/parent/id: must be integer'],
  [{ id: 1, size: 0 }, '/size: is below its minimum'],
  [{ id: 1, other: 1 }, 'the content: has a member that its schema does not have'],
])('%j: %s', (value, problem) => {
  expect(check(value)).toBe(problem);
});

test.each([
  [5, { anyOf: [{ type: 'string' }, { type: 'null' }] }, 'the content: fits none of its anyOf'],
  [5, { oneOf: [{ type: 'integer' }, { type: 'number' }] }, 'the content: fits 2 of its oneOf'],
  [5, { allOf: [{ type: 'number' }, { maximum: 4 }] }, 'the content: is above its maximum'],
  [5, { const: 6 }, 'the content: must be the value of its const'],
  ['x', false, 'the content: nothing is allowed here'],
  ['x', true, undefined],
  ['x', { type: 'string', format: 'of-its-own' }, undefined],
])('%j against %j', (value, schema, problem) => {
  expect(check(value, schema)).toBe(problem);
});

test('a value of the answer never stands in the problem', () => {
  expect(check({ id: 'canary', email: 'canary', tags: ['canary'], canary: 1 })).not.toContain('canary');
});

test('a schema that contains itself ends', () => {
  const endless: Record<string, unknown> = { properties: {} };
  endless['allOf'] = [endless];
  expect(checkSchema({}, endless, (value) => value)).toBeUndefined();
});
