// `.min(1)`, `.optional()`, `.extend({ … })`, …: what each method makes of the schema that it is called on.
import type { Json, Schema, SchemaObject } from '../../../../model/api-model.js';
import type { Item, Value } from '../../values.js';
import { jsonOf } from '../json-of.js';
import type { ReadSchema } from '../schema-reading.js';
import { isEmpty, nullable, objectOf } from './constructors.js';
import { applyCheck } from './own-words.js';
import type { ZodContext } from './read-zod.js';
import { ownCall, type ZodCall } from './zod-chain.js';

type Modify = (context: ZodContext, base: ReadSchema, args: readonly Item[]) => ReadSchema;

/** Methods that change the value and not what is accepted, or that say nothing a schema could. */
const NEUTRAL: ReadonlySet<string> = new Set(
  'transform pipe readonly brand trim toLowerCase toUpperCase normalize overwrite superRefine refine catch strip finite safe register openapi prefault'.split(
    ' ',
  ),
);

/** Undefined for a method that gives no schema: `.parse(…)`. */
export function modified(context: ZodContext, { name, args }: ZodCall, base: ReadSchema): ReadSchema | undefined {
  const modify = Object.hasOwn(METHODS, name) ? METHODS[name] : undefined;
  if (modify) return modify(context, base, args);
  return NEUTRAL.has(name) ? base : undefined;
}

function add(base: ReadSchema, keywords: SchemaObject): ReadSchema {
  const { schema } = base;
  if (typeof schema === 'boolean') return schema ? { ...base, schema: keywords } : base;
  // A constraint on a named schema stands beside the reference.
  return { ...base, schema: { ...schema, ...keywords } };
}

function numberAt(item: Item | undefined): number | undefined {
  return item?.value.kind === 'constant' && typeof item.value.value === 'number' ? item.value.value : undefined;
}

function textAt(item: Item | undefined): string | undefined {
  return item?.value.kind === 'constant' && typeof item.value.value === 'string' ? item.value.value : undefined;
}

type Bound = 'min' | 'max';

const BOUNDS = {
  min: { string: 'minLength', array: 'minItems', object: 'minProperties', number: 'minimum' },
  max: { string: 'maxLength', array: 'maxItems', object: 'maxProperties', number: 'maximum' },
} as const;

function bounded(context: ZodContext, base: ReadSchema, bound: Bound, value: number | undefined): ReadSchema {
  if (value === undefined) return base;
  const { schema } = base;
  const inner = context.inline(schema);
  const types = typeof inner === 'object' ? (inner.types ?? []) : [];
  const kind = types.includes('string')
    ? 'string'
    : types.includes('array')
      ? 'array'
      : types.includes('object')
        ? 'object'
        : 'number';
  return add(base, { [BOUNDS[bound][kind]]: value });
}

function formatted(format: string): Modify {
  return (_, base) => add(base, { format });
}

const METHODS: Readonly<Record<string, Modify>> = {
  optional: (_, base) => ({ ...base, isOptional: true }),
  exactOptional: (_, base) => ({ ...base, isOptional: true }),
  nullable: (_, base) => ({ ...base, schema: nullable(base.schema) }),
  nullish: (_, base) => ({ schema: nullable(base.schema), isOptional: true }),
  default: (context, base, [value]) => withDefault(context, base, value),
  min: (context, base, [value]) => bounded(context, base, 'min', numberAt(value)),
  max: (context, base, [value]) => bounded(context, base, 'max', numberAt(value)),
  minLength: (context, base, [value]) => bounded(context, base, 'min', numberAt(value)),
  maxLength: (context, base, [value]) => bounded(context, base, 'max', numberAt(value)),
  length: (context, base, [value]) =>
    bounded(context, bounded(context, base, 'min', numberAt(value)), 'max', numberAt(value)),
  nonempty: (context, base) => bounded(context, base, 'min', 1),
  gte: (_, base, [value]) => limit(base, 'minimum', value),
  lte: (_, base, [value]) => limit(base, 'maximum', value),
  gt: (_, base, [value]) => limit(base, 'exclusiveMinimum', value),
  lt: (_, base, [value]) => limit(base, 'exclusiveMaximum', value),
  positive: (_, base) => add(base, { exclusiveMinimum: 0 }),
  nonnegative: (_, base) => add(base, { minimum: 0 }),
  negative: (_, base) => add(base, { exclusiveMaximum: 0 }),
  nonpositive: (_, base) => add(base, { maximum: 0 }),
  multipleOf: (_, base, [value]) => limit(base, 'multipleOf', value),
  step: (_, base, [value]) => limit(base, 'multipleOf', value),
  int: (_, base) => add(base, { types: ['integer'] }),
  regex: (context, base, [pattern]) => withPattern(context, base, pattern),
  startsWith: (_, base, [text]) => add(base, { pattern: `^${escaped(textAt(text))}` }),
  endsWith: (_, base, [text]) => add(base, { pattern: `${escaped(textAt(text))}$` }),
  email: formatted('email'),
  url: formatted('uri'),
  uuid: formatted('uuid'),
  guid: formatted('uuid'),
  datetime: formatted('date-time'),
  date: formatted('date'),
  time: formatted('time'),
  ip: formatted('ip'),
  ipv4: formatted('ipv4'),
  ipv6: formatted('ipv6'),
  base64: formatted('byte'),
  cuid: formatted('cuid'),
  ulid: formatted('ulid'),
  describe: (_, base, [text]) => add(base, described(textAt(text))),
  meta: (_, base, [data]) => add(base, metaOf(data?.value)),
  check: (context, base, checks) => checks.reduce((read, check) => applyCheck(context, read, check), base),
  and: (context, base, [other]) => ({ ...base, schema: { allOf: [base.schema, context.schemaAt(other).schema] } }),
  or: (context, base, [other]) => ({ ...base, schema: { anyOf: [base.schema, context.schemaAt(other).schema] } }),
  array: (_, base) => ({ ...base, schema: { types: ['array'], items: base.schema } }),
  unwrap: (_, base) => base,
  strict: (context, base) => closed(context, base, false),
  passthrough: (context, base) => closed(context, base, true),
  loose: (context, base) => closed(context, base, true),
  catchall: (context, base, [rest]) => closed(context, base, context.schemaAt(rest).schema),
  extend: (context, base, [members]) => extended(context, base, objectOf(context, members)),
  safeExtend: (context, base, [members]) => extended(context, base, objectOf(context, members)),
  merge: (context, base, [other]) => extended(context, base, asObject(context.inline(context.schemaAt(other).schema))),
  pick: (context, base, [names]) => chosen(context, base, (name) => namesIn(names?.value).has(name)),
  omit: (context, base, [names]) => chosen(context, base, (name) => !namesIn(names?.value).has(name)),
  partial: (context, base, [names]) =>
    withRequired(context, base, (name) => (names ? !namesIn(names.value).has(name) : false)),
  required: (context, base, [names]) =>
    withRequired(context, base, (name) => (names ? namesIn(names.value).has(name) : true), true),
};

function limit(
  base: ReadSchema,
  key: 'minimum' | 'maximum' | 'exclusiveMinimum' | 'exclusiveMaximum' | 'multipleOf',
  item: Item | undefined,
): ReadSchema {
  const value = numberAt(item);
  return value === undefined ? base : add(base, { [key]: value });
}

function withDefault(context: ZodContext, base: ReadSchema, item: Item | undefined): ReadSchema {
  const value = context.json(item);
  return { schema: value === undefined ? base.schema : add(base, { default: value }).schema, isOptional: true };
}

/** `new RegExp('…', 'u')` or a literal. */
function withPattern(context: ZodContext, base: ReadSchema, item: Item | undefined): ReadSchema {
  const pattern = patternOf(item?.value);
  if (pattern === undefined) {
    if (item) context.reading.note('a pattern known at run time only', item.at);
    return base;
  }
  return add(base, { pattern });
}

export function patternOf(value: Value | undefined): string | undefined {
  const own = value && ownCall(value);
  if (own?.name === 'inOnePass') return patternOf(own.args[0]?.value);
  if (own?.name === 'upTo') return patternOf(own.args[1]?.value);
  return value?.kind === 'pattern' ? value.source : undefined;
}

function escaped(text = ''): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}

function described(description: string | undefined): SchemaObject {
  return description === undefined ? {} : { description };
}

function metaOf(value: Value | undefined): SchemaObject {
  const member = (name: string): Json | undefined =>
    value?.kind === 'record' ? jsonOf(value.members.get(name)?.value ?? value) : undefined;
  const title = member('title');
  const description = member('description');
  const format = member('format');
  return {
    ...(typeof title === 'string' && { title }),
    ...(typeof description === 'string' && { description }),
    ...(typeof format === 'string' && { format }),
    ...(member('deprecated') === true && { deprecated: true }),
    ...(member('readOnly') === true && { readOnly: true }),
    ...(member('writeOnly') === true && { writeOnly: true }),
  };
}

function asObject(schema: Schema): SchemaObject {
  return typeof schema === 'object' ? schema : {};
}

function closed(context: ZodContext, base: ReadSchema, additionalProperties: Schema): ReadSchema {
  const inner = asObject(context.inline(base.schema));
  return {
    ...base,
    schema: { ...inner, additionalProperties: isEmpty(additionalProperties) ? true : additionalProperties },
  };
}

function extended(context: ZodContext, base: ReadSchema, more: SchemaObject): ReadSchema {
  const inner = asObject(context.inline(base.schema));
  const properties = new Map([...(inner.properties ?? []), ...(more.properties ?? [])]);
  const kept = (inner.required ?? []).filter((name) => !more.properties?.has(name));
  const names = [...kept, ...(more.required ?? [])];
  const { required: _, title: __, description: ___, ...rest } = inner;
  return { ...base, schema: { ...rest, properties, ...(names.length > 0 && { required: names }) } };
}

function namesIn(value: Value | undefined): ReadonlySet<string> {
  return new Set(value?.kind === 'record' ? value.members.keys() : []);
}

function chosen(context: ZodContext, base: ReadSchema, keeps: (name: string) => boolean): ReadSchema {
  const inner = asObject(context.inline(base.schema));
  const properties = new Map([...(inner.properties ?? [])].filter(([name]) => keeps(name)));
  const names = (inner.required ?? []).filter(keeps);
  const { required: _, title: __, description: ___, ...rest } = inner;
  return { ...base, schema: { ...rest, properties, ...(names.length > 0 && { required: names }) } };
}

function withRequired(
  context: ZodContext,
  base: ReadSchema,
  isRequired: (name: string) => boolean,
  keepsOwn = false,
): ReadSchema {
  const inner = asObject(context.inline(base.schema));
  const own = new Set(inner.required);
  const names = [...(inner.properties?.keys() ?? [])].filter((name) =>
    keepsOwn ? own.has(name) || isRequired(name) : own.has(name) && isRequired(name),
  );
  const { required: _, title: __, description: ___, ...rest } = inner;
  return { ...base, schema: { ...rest, ...(names.length > 0 && { required: names }) } };
}
