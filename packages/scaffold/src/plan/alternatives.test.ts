import { expect, test } from 'vitest';
import type { ApiModel, NamedSchema, Schema } from '../model/api-model.js';
import { casesOf, isTagged } from './alternatives.js';

const kind = (...texts: readonly string[]): Schema => ({ properties: new Map([['kind', { enum: texts }]]) });

const SCHEMAS: Readonly<Record<string, Schema>> = {
  Cat: { ...(kind('cat') as object), required: ['kind'] },
  Dog: { allOf: [{ ref: 'Base' }, kind('dog')] },
  Base: { ...(kind('cat', 'dog') as object), required: ['kind'] },
  Bird: { allOf: [{ ref: 'Base' }] },
  Fish: { properties: new Map([['kind', { ref: 'Kind' }]]) },
  Kind: { enum: ['fish'] },
  Open: {},
};
const schemas = Object.entries(SCHEMAS).map(([id, schema]): [string, NamedSchema] => [id, { id, name: id, schema }]);
const model = { schemas: new Map(schemas) } as unknown as ApiModel;

const cases = (members: readonly string[], mapping: Readonly<Record<string, string>> = {}): unknown => {
  const discriminator = { propertyName: 'kind', mapping: new Map(Object.entries(mapping)) };
  const found = casesOf(
    model,
    { discriminator },
    members.map((ref) => ({ ref })),
  );
  return found && Object.fromEntries(found);
};

test('a schema is named by the mapping, by the one text that its property may be, or by its own name', () => {
  expect(cases(['Cat', 'Dog', 'Fish', 'Open'])).toEqual({ cat: 'Cat', dog: 'Dog', fish: 'Fish', Open: 'Open' });
  expect(cases(['Cat', 'Open'], { other: 'Open', more: 'Open' })).toEqual({ cat: 'Cat', other: 'Open', more: 'Open' });
});

test('a property that cannot tell is left to the schemas themselves', () => {
  expect(cases(['Cat', 'Bird'])).toBeUndefined();
  expect(cases(['Cat', 'Open'], { lion: 'Cat' })).toBeUndefined();
});

test('a value is tagged by its schema where the property must be there with one text', () => {
  expect(isTagged(model, 'Cat', 'kind', 'cat')).toBe(true);
  expect(isTagged(model, 'Dog', 'kind', 'dog')).toBe(true);
  expect(isTagged(model, 'Fish', 'kind', 'fish')).toBe(false);
  expect(isTagged(model, 'Open', 'kind', 'Open')).toBe(false);
});
