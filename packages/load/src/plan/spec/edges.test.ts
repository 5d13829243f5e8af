import { seededRandom } from '@senior-backend/core/env/memory-env';
import { describe, expect, test } from 'vitest';
import { edgesOf } from './edges.js';

const sampling = { random: seededRandom(1), resolve: (value: unknown): unknown => value, omit: 'readOnly' as const };
const labels = (schema: unknown, valid: boolean): readonly string[] =>
  edgesOf(schema, sampling)
    .filter((edge) => edge.valid === valid)
    .map(({ label }) => label);

/** Schema → edges that fit, edges that do not. */
test.each([
  [{ type: 'string' }, [], []],
  [{ type: 'string', minLength: 3, maxLength: 40 }, ['3 long', '40 long'], ['2 long', '41 long']],
  [{ type: 'string', minLength: 5, maxLength: 5 }, ['5 long'], ['4 long', '6 long']],
  [{ type: 'string', maxLength: 5_000_000 }, [], []],
  [{ type: 'string', pattern: '^[A-Z]{2}\\d+$', maxLength: 6 }, ['6 long'], ['7 long']],
  [{ type: 'string', format: 'uuid', maxLength: 40 }, [], ['41 long']],
  [{ type: 'integer', minimum: 1, maximum: 10 }, ['smallest 1', 'largest 10'], ['below 0', 'above 11', 'a text']],
  [{ type: 'integer', exclusiveMinimum: 0 }, ['smallest 1'], ['not above 0', 'a text']],
  [{ type: 'number', minimum: 0, exclusiveMinimum: true }, ['smallest 0.01'], ['not above 0', 'a text']],
  [{ type: 'integer', multipleOf: 5, maximum: 20 }, ['largest 20'], ['above 25', 'a text']],
  [{ type: 'boolean' }, ['true', 'false'], []],
  [{ enum: ['new', 'open', 'done'] }, ['"new"', '"done"'], ['not in its enum']],
  [{ const: 'k' }, [], []],
  [
    { type: 'array', items: { type: 'integer', minimum: 0 }, maxItems: 3 },
    ['0 items', '3 items', 'item smallest 0'],
    ['4 items', 'item below -1', 'item a text'],
  ],
])('%j', (schema, valid, invalid) => {
  expect(labels(schema, true)).toEqual(valid);
  expect(labels(schema, false)).toEqual(invalid);
});

describe('objects', () => {
  const schema = {
    type: 'object',
    required: ['id', 'name'],
    additionalProperties: false,
    properties: {
      id: { type: 'integer', readOnly: true },
      name: { type: 'string', minLength: 1, maxLength: 4 },
      age: { type: 'integer', minimum: 0 },
    },
  };

  test('differ from their sample in one member each', () => {
    const edges = edgesOf(schema, sampling);
    const value = (label: string): unknown => edges.find((edge) => edge.label === label)?.value;
    expect(value('no optional member')).toEqual({ name: expect.any(String) });
    expect(value('every member')).toEqual({ name: expect.any(String), age: expect.any(Number) });
    expect(value('age: smallest 0')).toEqual({ name: expect.any(String), age: 0 });
    expect(value('name: 4 long')).toEqual({ name: expect.stringMatching(/^.{4}$/) });
    expect(value('without name')).toEqual({});
    expect(value('an unknown member')).toHaveProperty('x-unknown');
  });

  test('what only an answer has is no edge', () => {
    expect(edgesOf(schema, sampling).map(({ label }) => label)).not.toContain('without id');
  });

  test('a schema that holds itself ends', () => {
    const node: Record<string, unknown> = {
      type: 'object',
      required: ['v'],
      properties: { v: { type: 'integer', minimum: 0 } },
    };
    (node['properties'] as Record<string, unknown>)['next'] = node;
    expect(edgesOf(node, sampling).length).toBeLessThan(100);
  });
});
