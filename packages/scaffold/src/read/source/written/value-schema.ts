// What a value that a handler answers with looks like: its literal parts, and the schema that it was parsed with.
import type { Schema } from '../../../model/api-model.js';
import { readAnySchema } from '../schemas/read-any-schema.js';
import type { SchemaReading } from '../schemas/schema-reading.js';
import type { Value } from '../values.js';

const DEEPEST = 6;

export function valueSchema(reading: SchemaReading, value: Value, depth = DEEPEST): Schema {
  if (depth === 0) return true;
  switch (value.kind) {
    case 'constant':
      if (value.value === null) return { types: ['null'] };
      if (typeof value.value === 'string') return { types: ['string'] };
      if (typeof value.value === 'number') return { types: ['number'] };
      return typeof value.value === 'boolean' ? { types: ['boolean'] } : true;
    case 'list': {
      const items = merged(value.items.map((item) => valueSchema(reading, item.value, depth - 1)));
      return { types: ['array'], ...(items !== true && !value.isOpen && { items }) };
    }
    case 'record': {
      const members = [...value.members].filter(([name, item]) => name !== '...' && !isFunction(item.value));
      const properties = new Map(
        members.map(([name, item]) => [name, valueSchema(reading, item.value, depth - 1)] as const),
      );
      const required = members.filter(([, item]) => !isUndefined(item.value)).map(([name]) => name);
      return {
        types: ['object'],
        ...(properties.size > 0 && { properties }),
        ...(required.length > 0 && { required }),
      };
    }
    case 'either':
      return merged(value.values.map((one) => valueSchema(reading, one, depth - 1)));
    case 'call':
      return parsedSchema(reading, value);
    default:
      return true;
  }
}

/** `Schema.parse(row)` is what the schema says. */
function parsedSchema(reading: SchemaReading, value: Extract<Value, { kind: 'call' }>): Schema {
  if (value.callee.kind !== 'member' || !/^parse(?:Async)?$/.test(value.callee.name)) return true;
  return readAnySchema(reading, value.callee.object)?.schema ?? true;
}

function isFunction(value: Value): boolean {
  return value.kind === 'closure' || value.kind === 'native' || value.kind === 'class';
}

function isUndefined(value: Value): boolean {
  return value.kind === 'constant' && value.value === undefined;
}

function merged(schemas: readonly Schema[]): Schema {
  const distinct = [...new Map(schemas.map((schema) => [textOfSchema(schema), schema])).values()];
  const [only] = distinct;
  if (distinct.length === 0 || distinct.includes(true)) return true;
  return distinct.length === 1 && only !== undefined ? only : { anyOf: distinct };
}

/** The same text for the same schema: a map is written as its entries. */
export function textOfSchema(schema: Schema): string {
  return JSON.stringify(schema, (_, value: unknown) =>
    value instanceof Map ? [...(value as ReadonlyMap<string, unknown>)] : value,
  );
}
