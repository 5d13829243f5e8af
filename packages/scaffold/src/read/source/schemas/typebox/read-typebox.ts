// TypeBox: `Type.Object({ name: Type.String({ minLength: 1 }) })` is JSON Schema with other words.
import type { Json, Schema, SchemaObject } from '../../../../model/api-model.js';
import { packagePath } from '../../frameworks/package-path.js';
import { type Item, memberOf, record, type Value } from '../../values.js';
import { jsonOf } from '../json-of.js';
import { readAnySchema } from '../read-any-schema.js';
import { readJsonSchema } from '../read-json-schema.js';
import { type ReadSchema, required, type SchemaReading } from '../schema-reading.js';

const PLAIN: Readonly<Record<string, SchemaObject>> = {
  String: { types: ['string'] },
  Number: { types: ['number'] },
  Integer: { types: ['integer'] },
  Boolean: { types: ['boolean'] },
  Null: { types: ['null'] },
  Any: {},
  Unknown: {},
  Date: { types: ['string'], format: 'date-time' },
};

export function readTypeBox(reading: SchemaReading, value: Value): ReadSchema | undefined {
  const path = value.kind === 'call' ? packagePath(value.callee) : undefined;
  if (value.kind !== 'call' || !path) return undefined;
  const name = path.members.at(-1) ?? '';
  const plain = Object.hasOwn(PLAIN, name) ? PLAIN[name] : undefined;
  const [first, second] = value.args;
  if (plain) return required({ ...plain, ...optionsOf(reading, first) });
  if (name === 'Optional') return { schema: inner(reading, first), isOptional: true };
  const schema = composed(reading, name, value.args);
  if (schema === undefined) {
    reading.note(`Type.${name} is not followed; anything is allowed there`, value.at);
    return required(true);
  }
  return required(typeof schema === 'object' ? { ...schema, ...optionsOf(reading, second) } : schema);
}

function inner(reading: SchemaReading, item: Item | undefined): Schema {
  return (item && readAnySchema(reading, item.value)?.schema) ?? true;
}

function members(reading: SchemaReading, item: Item | undefined): readonly Schema[] {
  return item?.value.kind === 'list' ? item.value.items.map((member) => inner(reading, member)) : [];
}

function composed(reading: SchemaReading, name: string, [first, second]: readonly Item[]): Schema | undefined {
  switch (name) {
    case 'Object':
      return objectOf(reading, first?.value);
    case 'Array':
      return { types: ['array'], items: inner(reading, first) };
    case 'Union':
      return { anyOf: members(reading, first) };
    case 'Intersect':
      return { allOf: members(reading, first) };
    case 'Tuple':
      return {
        types: ['array'],
        prefixItems: members(reading, first),
        minItems: members(reading, first).length,
        items: false,
      };
    case 'Literal':
      return { enum: first ? [jsonOf(first.value) ?? null] : [] };
    case 'Enum':
      return {
        enum:
          first?.value.kind === 'record'
            ? [...first.value.members.values()].flatMap((item): Json[] => [jsonOf(item.value) ?? null])
            : [],
      };
    case 'Record':
      return { types: ['object'], additionalProperties: inner(reading, second) };
    case 'Partial':
      return withoutRequired(inner(reading, first));
    case 'Not':
      return { not: inner(reading, first) };
    case 'Ref':
      return inner(reading, first);
    default:
      return undefined;
  }
}

function withoutRequired(schema: Schema): Schema {
  if (typeof schema === 'boolean') return schema;
  const { required: _, ...rest } = schema;
  return rest;
}

function objectOf(reading: SchemaReading, value: Value | undefined): SchemaObject {
  if (value?.kind !== 'record') return { types: ['object'] };
  const reads = [...value.members].map(
    ([name, item]) => [name, readAnySchema(reading, item.value) ?? required(true)] as const,
  );
  const names = reads.filter(([, { isOptional }]) => !isOptional).map(([name]) => name);
  return {
    types: ['object'],
    properties: new Map(reads.map(([name, { schema }]) => [name, schema])),
    ...(names.length > 0 && { required: names }),
  };
}

/** The last argument: keywords of JSON Schema as they are. */
function optionsOf(reading: SchemaReading, item: Item | undefined): SchemaObject {
  if (item?.value.kind !== 'record') return {};
  const known = record(new Map([...item.value.members].filter(([name]) => name !== '$id' && !name.startsWith('x-'))));
  const read = memberOf(known, 'type') === undefined ? readJsonSchema(reading, known)?.schema : undefined;
  return typeof read === 'object' ? read : {};
}
