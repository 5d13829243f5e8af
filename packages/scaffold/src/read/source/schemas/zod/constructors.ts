// `z.string()`, `z.object({ … })`, …: what each function of zod makes.
import type { Json, Schema, SchemaObject } from '../../../../model/api-model.js';
import type { Item, Value } from '../../values.js';
import { type ReadSchema, required } from '../schema-reading.js';
import type { ZodContext } from './read-zod.js';
import type { ZodCall } from './zod-chain.js';

const PLAIN: Readonly<Record<string, SchemaObject>> = {
  string: { types: ['string'] },
  number: { types: ['number'] },
  'coerce.string': { types: ['string'] },
  'coerce.number': { types: ['number'] },
  'coerce.boolean': { types: ['boolean'] },
  'coerce.date': { types: ['string'], format: 'date-time' },
  boolean: { types: ['boolean'] },
  stringbool: { types: ['boolean'] },
  null: { types: ['null'] },
  any: {},
  unknown: {},
  int: { types: ['integer'] },
  int32: { types: ['integer'], format: 'int32' },
  uint32: { types: ['integer'], minimum: 0, maximum: 4_294_967_295 },
  int64: { types: ['integer'], format: 'int64' },
  bigint: { types: ['integer'], format: 'int64' },
  float32: { types: ['number'], format: 'float' },
  float64: { types: ['number'], format: 'double' },
  date: { types: ['string'], format: 'date-time' },
  file: { types: ['string'], format: 'binary' },
  email: { types: ['string'], format: 'email' },
  uuid: { types: ['string'], format: 'uuid' },
  guid: { types: ['string'], format: 'uuid' },
  uuidv4: { types: ['string'], format: 'uuid' },
  uuidv7: { types: ['string'], format: 'uuid' },
  url: { types: ['string'], format: 'uri' },
  httpUrl: { types: ['string'], format: 'uri' },
  ipv4: { types: ['string'], format: 'ipv4' },
  ipv6: { types: ['string'], format: 'ipv6' },
  base64: { types: ['string'], format: 'byte' },
  base64url: { types: ['string'], format: 'base64url' },
  cuid2: { types: ['string'], format: 'cuid2' },
  ulid: { types: ['string'], format: 'ulid' },
  nanoid: { types: ['string'], format: 'nanoid' },
  jwt: { types: ['string'], format: 'jwt' },
  'iso.date': { types: ['string'], format: 'date' },
  'iso.datetime': { types: ['string'], format: 'date-time' },
  'iso.time': { types: ['string'], format: 'time' },
  'iso.duration': { types: ['string'], format: 'duration' },
};

/** Undefined for a function that makes no schema. */
export function constructed(context: ZodContext, { name, args, call }: ZodCall): ReadSchema | undefined {
  const plain = Object.hasOwn(PLAIN, name) ? PLAIN[name] : undefined;
  if (plain) return required(plain);
  const make = Object.hasOwn(MAKERS, name) ? MAKERS[name] : undefined;
  if (make) return make(context, args);
  context.reading.note(`z.${name} has no counterpart in JSON Schema`, call.at);
  return required(true);
}

type Make = (context: ZodContext, args: readonly Item[]) => ReadSchema;

const MAKERS: Readonly<Record<string, Make>> = {
  never: () => required(false),
  undefined: () => ({ schema: true, isOptional: true }),
  void: () => ({ schema: true, isOptional: true }),
  object: (context, [members]) => required(objectOf(context, members)),
  strictObject: (context, [members]) => required({ ...objectOf(context, members), additionalProperties: false }),
  looseObject: (context, [members]) => required({ ...objectOf(context, members), additionalProperties: true }),
  interface: (context, [members]) => required(objectOf(context, members)),
  record: (context, args) => required(recordOf(context, args)),
  partialRecord: (context, args) => required(recordOf(context, args)),
  array: (context, [item]) => required({ types: ['array'], items: context.schemaAt(item).schema }),
  set: (context, [item]) => required({ types: ['array'], items: context.schemaAt(item).schema, uniqueItems: true }),
  tuple: (context, [items, rest]) => required(tupleOf(context, items, rest)),
  union: (context, [members]) => required(unionOf(context, members)),
  xor: (context, [members]) => required({ oneOf: membersOf(context, members) }),
  discriminatedUnion: (context, [property, members]) => required(discriminated(context, property, members)),
  intersection: (context, [left, right]) =>
    required({ allOf: [context.schemaAt(left).schema, context.schemaAt(right).schema] }),
  literal: (context, [value]) => required(literalOf(context, value)),
  enum: (_, [members]) => required(enumOf(members?.value)),
  nativeEnum: (_, [members]) => required(enumOf(members?.value)),
  optional: (context, [inner]) => ({ ...context.schemaAt(inner), isOptional: true }),
  nullable: (context, [inner]) => required(nullable(context.schemaAt(inner).schema)),
  nullish: (context, [inner]) => ({ schema: nullable(context.schemaAt(inner).schema), isOptional: true }),
  lazy: (context, [inner]) => context.schemaAt(inner),
  preprocess: (context, [, inner]) => context.schemaAt(inner),
  pipe: (context, [inner]) => context.schemaAt(inner),
  codec: (context, [inner]) => context.schemaAt(inner),
  readonly: (context, [inner]) => context.schemaAt(inner),
  instanceof: (context, [type]) => required(instanceOf(context, type)),
  custom: () => required(true),
  json: () => required(true),
};

function instanceOf(_: ZodContext, type: Item | undefined): Schema {
  const isFile =
    type !== undefined && /^(?:File|Blob|Buffer|Uint8Array)\b/.test(type.at.file.text.slice(type.at.start));
  return isFile ? { types: ['string'], format: 'binary' } : true;
}

export function objectOf(context: ZodContext, members: Item | undefined): SchemaObject {
  const value = members?.value;
  if (value?.kind !== 'record') {
    if (members) context.reading.note('the members of an object are known at run time only', members.at);
    return { types: ['object'] };
  }
  if (value.isOpen && members) context.reading.note('some members of an object are known at run time only', members.at);
  const properties = new Map<string, Schema>();
  const names: string[] = [];
  for (const [name, item] of value.members) {
    const { schema, isOptional } = context.schemaAt(item);
    properties.set(name, schema);
    if (!isOptional) names.push(name);
  }
  return {
    types: ['object'],
    ...(properties.size > 0 && { properties }),
    ...(names.length > 0 && { required: names }),
  };
}

function recordOf(context: ZodContext, args: readonly Item[]): SchemaObject {
  const [first, second] = args;
  const rest = context.schemaAt(second ?? first).schema;
  const keys = second ? context.schemaAt(first).schema : true;
  const plain = typeof keys === 'object' && keys.types?.join() === 'string' && Object.keys(keys).length === 1;
  return {
    types: ['object'],
    ...(rest !== true && !isEmpty(rest) && { additionalProperties: rest }),
    ...(!plain && keys !== true && { propertyNames: keys }),
  };
}

export function isEmpty(schema: Schema): boolean {
  return schema === true || (typeof schema === 'object' && Object.keys(schema).length === 0);
}

function tupleOf(context: ZodContext, items: Item | undefined, rest: Item | undefined): SchemaObject {
  const prefixItems = itemsOf(items).map((item) => context.schemaAt(item).schema);
  const after = rest ? context.schemaAt(rest).schema : false;
  return { types: ['array'], prefixItems, minItems: prefixItems.length, ...(!isEmpty(after) && { items: after }) };
}

export function itemsOf(item: Item | undefined): readonly Item[] {
  return item?.value.kind === 'list' ? item.value.items : [];
}

export function membersOf(context: ZodContext, members: Item | undefined): readonly Schema[] {
  return itemsOf(members).map((item) => context.schemaAt(item).schema);
}

function unionOf(context: ZodContext, members: Item | undefined): Schema {
  const schemas = membersOf(context, members);
  const [only] = schemas;
  return schemas.length === 1 && only !== undefined ? only : { anyOf: schemas };
}

function discriminated(context: ZodContext, property: Item | undefined, members: Item | undefined): SchemaObject {
  const propertyName = property?.value.kind === 'constant' ? String(property.value.value) : 'type';
  return { oneOf: membersOf(context, members), discriminator: { propertyName, mapping: new Map() } };
}

function literalOf(context: ZodContext, item: Item | undefined): Schema {
  const json = context.json(item);
  if (json === undefined) return true;
  return { enum: Array.isArray(json) ? json : [json] };
}

function enumOf(value: Value | undefined): Schema {
  const items = value?.kind === 'list' ? value.items : value?.kind === 'record' ? [...value.members.values()] : [];
  const values = items.flatMap((item): Json[] => {
    const held = item.value.kind === 'constant' ? item.value.value : undefined;
    return typeof held === 'string' || typeof held === 'number' ? [held] : [];
  });
  return values.length === 0
    ? true
    : { types: values.every((one) => typeof one === 'string') ? ['string'] : ['number'], enum: values };
}

/** The same, or null. */
export function nullable(schema: Schema): Schema {
  if (typeof schema === 'boolean') return schema ? true : { types: ['null'] };
  if (schema.enum)
    return { ...schema, ...(schema.types && { types: [...schema.types, 'null'] }), enum: [...schema.enum, null] };
  if (schema.types) return schema.types.includes('null') ? schema : { ...schema, types: [...schema.types, 'null'] };
  if (schema.anyOf && Object.keys(schema).length === 1) return { anyOf: [...schema.anyOf, { types: ['null'] }] };
  return { anyOf: [schema, { types: ['null'] }] };
}
