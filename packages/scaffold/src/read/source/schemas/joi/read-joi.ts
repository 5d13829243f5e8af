// Joi schemas → schemas of the model. A Joi key is optional unless it is required.
import type { Json, Schema, SchemaObject } from '../../../../model/api-model.js';
import { packagePath } from '../../frameworks/package-path.js';
import type { CallValue, Item, Value } from '../../values.js';
import { jsonOf } from '../json-of.js';
import { readAnySchema } from '../read-any-schema.js';
import type { ReadSchema, SchemaReading } from '../schema-reading.js';

export function readJoi(reading: SchemaReading, value: Value): ReadSchema | undefined {
  if (value.kind !== 'call') return undefined;
  const path = packagePath(value.callee);
  if (path) {
    const name = path.members.at(-1) ?? '';
    const schema = constructed(reading, name, value);
    return schema === undefined ? undefined : { schema, isOptional: true };
  }
  if (value.callee.kind !== 'member') return undefined;
  const base = readAnySchema(reading, value.callee.object);
  return base && modified(reading, base, value.callee.name, value.args);
}

function constructed(reading: SchemaReading, name: string, { args, at }: CallValue): Schema | undefined {
  switch (name) {
    case 'string':
      return { types: ['string'] };
    case 'number':
      return { types: ['number'] };
    case 'boolean':
    case 'bool':
      return { types: ['boolean'] };
    case 'date':
      return { types: ['string'], format: 'date-time' };
    case 'binary':
      return { types: ['string'], format: 'binary' };
    case 'any':
      return {};
    case 'object':
      return objectOf(reading, args[0]?.value);
    case 'array':
      return { types: ['array'] };
    case 'alternatives':
      return args.length > 0 ? { anyOf: schemasOf(reading, args) } : {};
    case 'valid':
      return { enum: valuesOf(args) };
    default:
      reading.note(`Joi.${name} has no counterpart in JSON Schema`, at);
      return {};
  }
}

function schemasOf(reading: SchemaReading, items: readonly Item[]): readonly Schema[] {
  return items
    .flatMap((item) => (item.value.kind === 'list' ? item.value.items : [item]))
    .map((item) => readAnySchema(reading, item.value)?.schema ?? true);
}

function valuesOf(items: readonly Item[]): readonly Json[] {
  return items
    .flatMap((item) => (item.value.kind === 'list' ? item.value.items : [item]))
    .flatMap((item) => jsonOf(item.value) ?? []);
}

/** A key that Joi does not know is refused. */
function objectOf(reading: SchemaReading, value: Value | undefined): SchemaObject {
  if (value?.kind !== 'record') return { types: ['object'] };
  const properties = new Map<string, Schema>();
  const required: string[] = [];
  for (const [name, item] of value.members) {
    const read = readAnySchema(reading, item.value);
    properties.set(name, read?.schema ?? true);
    if (read && !read.isOptional) required.push(name);
  }
  return {
    types: ['object'],
    properties,
    ...(required.length > 0 && { required }),
    ...(!value.isOpen && { additionalProperties: false }),
  };
}

const FIXED: Readonly<Record<string, SchemaObject>> = {
  email: { format: 'email' },
  uri: { format: 'uri' },
  uuid: { format: 'uuid' },
  guid: { format: 'uuid' },
  isoDate: { format: 'date-time' },
  iso: { format: 'date-time' },
  hostname: { format: 'hostname' },
  ip: { format: 'ipv4' },
  base64: { format: 'byte' },
  positive: { exclusiveMinimum: 0 },
  integer: { types: ['integer'] },
  unique: { uniqueItems: true },
  unknown: { additionalProperties: true },
};

/** What a call on a schema makes of it; undefined for one that makes no schema. */
function modified(
  reading: SchemaReading,
  base: ReadSchema,
  name: string,
  args: readonly Item[],
): ReadSchema | undefined {
  if (name === 'required' || name === 'exist') return { ...base, isOptional: false };
  if (name === 'optional') return { ...base, isOptional: true };
  if (name === 'keys') return extended(base, objectOf(reading, args[0]?.value));
  if (/^(?:validate|attempt|assert)/.test(name)) return undefined;
  const own: SchemaObject = typeof base.schema === 'object' ? base.schema : {};
  const keywords = Object.hasOwn(FIXED, name)
    ? FIXED[name]
    : (boundsOf(own, name, args[0]) ?? keywordsOf(reading, own, name, args));
  return keywords ? { ...base, schema: { ...own, ...keywords } } : base;
}

/** `min(5)`: of a length, of items, of properties, or of the number itself. */
function boundsOf({ types = [] }: SchemaObject, name: string, item: Item | undefined): SchemaObject | undefined {
  const count = item && jsonOf(item.value);
  if (typeof count !== 'number') return undefined;
  const sized = { string: 'Length', array: 'Items', object: 'Properties' } as const;
  const kind = (['string', 'array', 'object'] as const).find((type) => types.includes(type));
  switch (name) {
    case 'min':
    case 'max':
      return { [kind ? `${name}${sized[kind]}` : `${name}imum`]: count };
    case 'length':
      return kind && { [`min${sized[kind]}`]: count, [`max${sized[kind]}`]: count };
    case 'greater':
      return { exclusiveMinimum: count };
    case 'less':
      return { exclusiveMaximum: count };
    case 'multiple':
      return { multipleOf: count };
    default:
      return undefined;
  }
}

function keywordsOf(
  reading: SchemaReading,
  { types }: SchemaObject,
  name: string,
  args: readonly Item[],
): SchemaObject | undefined {
  const [first] = args;
  const value = first && jsonOf(first.value);
  switch (name) {
    case 'pattern':
    case 'regex':
      return first?.value.kind === 'pattern' ? { pattern: first.value.source } : undefined;
    case 'valid':
    case 'equal':
      return { enum: valuesOf(args) };
    case 'allow':
      return types && valuesOf(args).includes(null) ? { types: [...types, 'null'] } : undefined;
    case 'items':
      return { items: oneOrAny(schemasOf(reading, args)) };
    case 'try':
      return { anyOf: schemasOf(reading, args) };
    case 'default':
      return value === undefined ? undefined : { default: value };
    case 'description':
      return typeof value === 'string' ? { description: value } : undefined;
    default:
      return undefined;
  }
}

function oneOrAny(schemas: readonly Schema[]): Schema {
  return schemas.length === 1 ? (schemas[0] ?? true) : { anyOf: schemas };
}

function extended(base: ReadSchema, more: SchemaObject): ReadSchema {
  const own: SchemaObject = typeof base.schema === 'object' ? base.schema : {};
  const required = [...(own.required ?? []), ...(more.required ?? [])];
  return {
    ...base,
    schema: {
      ...own,
      ...more,
      properties: new Map([...(own.properties ?? []), ...(more.properties ?? [])]),
      ...(required.length > 0 && { required }),
    },
  };
}
