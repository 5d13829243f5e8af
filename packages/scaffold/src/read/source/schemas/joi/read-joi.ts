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

const FORMATS: Readonly<Record<string, string>> = {
  email: 'email',
  uri: 'uri',
  uuid: 'uuid',
  guid: 'uuid',
  isoDate: 'date-time',
  iso: 'date-time',
  hostname: 'hostname',
  ip: 'ipv4',
  base64: 'byte',
};

function modified(
  reading: SchemaReading,
  base: ReadSchema,
  name: string,
  args: readonly Item[],
): ReadSchema | undefined {
  const { schema } = base;
  const own: SchemaObject = typeof schema === 'object' ? schema : {};
  const add = (keywords: SchemaObject): ReadSchema => ({ ...base, schema: { ...own, ...keywords } });
  const [first] = args;
  const value = first && jsonOf(first.value);
  const count = typeof value === 'number' ? value : undefined;
  const kind = own.types?.includes('string')
    ? 'Length'
    : own.types?.includes('array')
      ? 'Items'
      : own.types?.includes('object')
        ? 'Properties'
        : undefined;
  const format = Object.hasOwn(FORMATS, name) ? FORMATS[name] : undefined;
  if (format !== undefined) return add({ format });
  switch (name) {
    case 'required':
    case 'exist':
      return { ...base, isOptional: false };
    case 'optional':
      return { ...base, isOptional: true };
    case 'min':
    case 'max':
      return count === undefined ? base : add(kind ? { [`${name}${kind}`]: count } : { [`${name}imum`]: count });
    case 'length':
      return count === undefined || !kind ? base : add({ [`min${kind}`]: count, [`max${kind}`]: count });
    case 'greater':
      return count === undefined ? base : add({ exclusiveMinimum: count });
    case 'less':
      return count === undefined ? base : add({ exclusiveMaximum: count });
    case 'positive':
      return add({ exclusiveMinimum: 0 });
    case 'multiple':
      return count === undefined ? base : add({ multipleOf: count });
    case 'integer':
      return add({ types: ['integer'] });
    case 'pattern':
    case 'regex':
      return first?.value.kind === 'pattern' ? add({ pattern: first.value.source }) : base;
    case 'valid':
    case 'equal':
      return add({ enum: valuesOf(args) });
    case 'allow':
      return valuesOf(args).includes(null) && own.types ? add({ types: [...own.types, 'null'] }) : base;
    case 'items':
      return add({
        items:
          schemasOf(reading, args).length === 1
            ? (schemasOf(reading, args)[0] ?? true)
            : { anyOf: schemasOf(reading, args) },
      });
    case 'unique':
      return add({ uniqueItems: true });
    case 'keys':
      return extended(base, objectOf(reading, first?.value));
    case 'unknown':
      return add({ additionalProperties: true });
    case 'default':
      return value === undefined ? base : add({ default: value });
    case 'description':
      return typeof value === 'string' ? add({ description: value }) : base;
    case 'try':
      return add({ anyOf: schemasOf(reading, args) });
    default:
      return /^(?:validate|attempt|assert)/.test(name) ? undefined : base;
  }
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
