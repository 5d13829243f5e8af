// The words that the tool's own `json-schema.ts` adds to zod: `oneOf([…])`, `.check(minProperties(1))`, …
import type { Schema, SchemaId, SchemaObject } from '../../../../model/api-model.js';
import { packageName } from '../../frameworks/package-path.js';
import type { Item, Value } from '../../values.js';
import { jsonOf } from '../json-of.js';
import { type ReadSchema, required } from '../schema-reading.js';
import { isEmpty, itemsOf, membersOf } from './constructors.js';
import { patternOf } from './modifiers.js';
import type { ZodContext } from './read-zod.js';
import { ownCall, zodCall } from './zod-chain.js';

/** Own words that make a schema; undefined for any other value. */
export function ownSchema(context: ZodContext, value: Value): ReadSchema | undefined {
  if (packageName(value) === 'api-scaffold/json-schema.wholeObject') return required({ types: ['object'] });
  const call = ownCall(value);
  if (!call) return undefined;
  const [first, second] = call.args;
  switch (call.name) {
    case 'recursive':
      return context.schemaAt(first);
    case 'oneOf':
      return required({ oneOf: membersOf(context, first) });
    case 'anyOf':
      return required({ anyOf: membersOf(context, first) });
    case 'oneOfValues': {
      const values = context.json(first);
      return required({ enum: Array.isArray(values) ? values : [] });
    }
    case 'byDiscriminator':
      return required(byDiscriminator(context, first, second));
    case 'untyped':
      return required(untyped(context, first));
    default:
      return undefined;
  }
}

function byDiscriminator(context: ZodContext, property: Item | undefined, cases: Item | undefined): SchemaObject {
  const mapping = new Map<string, SchemaId>();
  const members = new Map<SchemaId, Schema>();
  for (const [value, item] of cases?.value.kind === 'record' ? cases.value.members : []) {
    const { schema } = context.schemaAt(item);
    if (typeof schema !== 'object' || schema.ref === undefined) continue;
    mapping.set(value, schema.ref);
    members.set(schema.ref, schema);
  }
  return { oneOf: [...members.values()], discriminator: { propertyName: textAt(property) ?? '', mapping } };
}

/** `untyped({ string: z.string().min(1) })`: what each type must fit, where no type is asked for. */
function untyped(context: ZodContext, members: Item | undefined): SchemaObject {
  const parts = members?.value.kind === 'record' ? [...members.value.members.values()] : [];
  let all: SchemaObject = {};
  for (const item of parts) {
    const { schema } = context.schemaAt(item);
    if (typeof schema !== 'object') continue;
    const { types: _, ...keywords } = schema;
    all = { ...all, ...keywords };
  }
  return all;
}

function textAt(item: Item | undefined): string | undefined {
  return item?.value.kind === 'constant' && typeof item.value.value === 'string' ? item.value.value : undefined;
}

function numberAt(item: Item | undefined): number | undefined {
  return item?.value.kind === 'constant' && typeof item.value.value === 'number' ? item.value.value : undefined;
}

/** `schema.check(check)` */
export function applyCheck(context: ZodContext, base: ReadSchema, check: Item): ReadSchema {
  const keywords = keywordsOf(context, base, check.value);
  if (!keywords) return base;
  return { ...base, schema: typeof base.schema === 'object' ? { ...base.schema, ...keywords } : keywords };
}

function keywordsOf(context: ZodContext, base: ReadSchema, check: Value): SchemaObject | undefined {
  const zod = zodCall(check);
  if (zod && zod.on === undefined) {
    const count = numberAt(zod.args[0]);
    if (count === undefined) return undefined;
    if (zod.name === 'minLength') return { minItems: count };
    return zod.name === 'maxLength' ? { maxItems: count } : undefined;
  }
  const call = ownCall(check);
  const read = call && (Object.hasOwn(CHECKS, call.name) ? CHECKS[call.name] : undefined);
  return read?.(context, call?.args ?? [], typeof base.schema === 'object' ? base.schema : {});
}

type ReadCheck = (context: ZodContext, args: readonly Item[], base: SchemaObject) => SchemaObject;

const CHECKS: Readonly<Record<string, ReadCheck>> = {
  format: (_, [name]) => ({ format: textAt(name) ?? '' }),
  minLength: (_, [count]) => countOf('minLength', count),
  maxLength: (_, [count]) => countOf('maxLength', count),
  minProperties: (_, [count]) => countOf('minProperties', count),
  maxProperties: (_, [count]) => countOf('maxProperties', count),
  uniqueItems: () => ({ uniqueItems: true }),
  contains: (context, [schema, min, max]) => ({
    contains: context.schemaAt(schema).schema,
    ...(numberAt(min) !== 1 && countOf('minContains', min)),
    ...countOf('maxContains', max),
  }),
  required: (_, names, base) => ({
    required: [...new Set([...(base.required ?? []), ...names.flatMap((item) => textAt(item) ?? [])])],
  }),
  propertyNames: (context, [schema]) => ({ propertyNames: context.schemaAt(schema).schema }),
  not: (context, [schema]) => ({ not: context.schemaAt(schema).schema }),
  conditional: (context, [condition, yes, no]) => ({
    if: context.schemaAt(condition).schema,
    // biome-ignore lint/suspicious/noThenProperty: JSON Schema's keyword; nothing awaits this object
    then: context.schemaAt(yes).schema,
    else: context.schemaAt(no).schema,
  }),
  dependentRequired: (_, [name, names], base) => ({
    dependentRequired: new Map([
      ...(base.dependentRequired ?? []),
      [textAt(name) ?? '', itemsOf(names).flatMap((item) => textAt(item) ?? [])],
    ]),
  }),
  dependentSchemas: (context, [name, schema], base) => ({
    dependentSchemas: new Map([
      ...(base.dependentSchemas ?? []),
      [textAt(name) ?? '', context.schemaAt(schema).schema],
    ]),
  }),
  unevaluatedProperties: (context, [schema]) => ({ unevaluatedProperties: context.schemaAt(schema).schema }),
  unevaluatedItems: (context, [schema]) => ({ unevaluatedItems: context.schemaAt(schema).schema }),
  otherItems: (context, [items, rest]) => {
    const after = context.schemaAt(rest).schema;
    return {
      prefixItems: itemsOf(items).map((item) => context.schemaAt(item).schema),
      ...(!isEmpty(after) && { items: after }),
    };
  },
  otherProperties: otherProperties,
};

function countOf(
  key: 'minLength' | 'maxLength' | 'minProperties' | 'maxProperties' | 'minContains' | 'maxContains',
  item: Item | undefined,
): SchemaObject {
  const value = numberAt(item);
  return value === undefined ? {} : { [key]: value };
}

/** `otherProperties(names, patterns, additional, own)`: `own` where a name is one that every object inherits. */
function otherProperties(
  context: ZodContext,
  [, patterns, additional, own]: readonly Item[],
  base: SchemaObject,
): SchemaObject {
  const likes = itemsOf(patterns).flatMap((pair): [string, Schema][] => {
    const [pattern, schema] = itemsOf(pair);
    const source = patternOf(pattern?.value);
    return source === undefined ? [] : [[source, context.schemaAt(schema).schema]];
  });
  const named = itemsOf(own).flatMap((pair): [string, Schema][] => {
    const [name, schema] = itemsOf(pair);
    const text = name && jsonOf(name.value);
    return typeof text === 'string' ? [[text, context.schemaAt(schema).schema]] : [];
  });
  const rest = additional && context.schemaAt(additional).schema;
  const { additionalProperties: _, ...others } = base;
  const properties = new Map([...(others.properties ?? []), ...named]);
  return {
    ...(likes.length > 0 && { patternProperties: new Map(likes) }),
    ...(properties.size > 0 && { properties }),
    additionalProperties: rest === undefined || isEmpty(rest) ? true : rest,
  };
}
