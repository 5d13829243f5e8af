// A schema as a zod expression with the verdicts of JSON Schema.
import type { JsonType, Schema, SchemaObject } from '../../model/api-model.js';
import { isObject } from '../../plan/is-object.js';
import { type Code, code, ident, NOTHING, str } from '../code.js';
import { append, type Doc, type Entry, entry, group } from '../layout.js';
import { fits } from '../types/type-of.js';
import { arrayOf } from './array-of.js';
import { checked, helper, jsonLiteral, list, withNote } from './call.js';
import type { ZodContext } from './context.js';
import { isCheckedFormat } from './formats.js';
import { schemaNote } from './notes.js';
import { numberOf } from './number-of.js';
import { objectOf } from './object-of.js';
import { stringOf } from './string-of.js';
import { unevaluatedChecks } from './unevaluated-of.js';
import { anyOfSchemas, oneOfSchemas, unionOf } from './union-of.js';

const ALL_TYPES: readonly JsonType[] = ['null', 'boolean', 'number', 'string', 'array', 'object'];

export function zodOf(context: ZodContext, schema: Schema): Doc {
  if (schema === true) return code`z.unknown()`;
  if (schema === false) return code`z.never()`;
  const parts: readonly Entry[] = [
    ...optional(referenceOf(context, schema)),
    ...optional(ownOf(context, schema)),
    ...(schema.allOf ?? []).map((member) => noted(context, member)),
    ...alternatives(context, schema.anyOf, anyOfSchemas(context, schema)),
    ...alternatives(context, schema.oneOf, oneOfSchemas(context, schema)),
  ];
  return withChecks(context, schema, intersect(parts));
}

/** A lone alternative is a part like any other. */
function alternatives(
  context: ZodContext,
  members: readonly Schema[] | undefined,
  doc: Doc | undefined,
): readonly Entry[] {
  const [only] = members ?? [];
  return members?.length === 1 && only !== undefined ? [noted(context, only)] : optional(doc);
}

function optional(doc: Doc | undefined): readonly Entry[] {
  return doc === undefined ? [] : [entry(doc)];
}

/** A schema inside another, with what is said of it in front. */
export function noted(context: ZodContext, schema: Schema, head: Code = NOTHING): Entry {
  return withNote(entry(zodOf(context, schema), { head }), schemaNote(context, schema));
}

function referenceOf(context: ZodContext, schema: SchemaObject): Doc | undefined {
  return schema.ref === undefined ? undefined : ident(context.plan.nameOf(schema.ref, context.direction));
}

function intersect(parts: readonly Entry[]): Doc {
  const [first, ...rest] = parts.filter(({ doc }) => doc !== 'z.unknown()');
  if (first === undefined) return code`z.unknown()`;
  return rest.reduce((left, right) => entry(group(code`z.intersection(`, [left, right], code`)`)), first).doc;
}

/** What type, enum and the constraints of each type say; undefined where they say nothing. */
function ownOf(context: ZodContext, schema: SchemaObject): Doc | undefined {
  if (schema.enum) return enumOf(context, schema);
  if (!schema.types) return untypedOf(context, schema);
  if (isImplied(context, schema)) return undefined;
  const types = schema.types.includes('number') ? schema.types.filter((type) => type !== 'integer') : schema.types;
  const distinct = [...new Set(types)];
  const others = distinct.filter((type) => type !== 'null');
  const [first] = others;
  if (first === undefined) return code`z.null()`;
  if (ALL_TYPES.every((type) => distinct.includes(type)) && !constrains(context, schema)) return undefined;
  const base =
    others.length === 1
      ? kindOf(context, schema, first)
      : unionOf(others.map((type) => entry(kindOf(context, schema, type))));
  return others.length < distinct.length ? append(base, code`.nullable()`) : base;
}

/** `type: object` beside parts that are objects anyhow says nothing, and would keep properties that the parts drop. */
function isImplied(context: ZodContext, schema: SchemaObject): boolean {
  if (schema.types?.length !== 1 || schema.types[0] !== 'object') return false;
  const { types: _, ...others } = schema;
  // What it costs to know whether the schema constrains grows with all that is in it: ask it last.
  return isObject(context.plan.model, others) && !constrains(context, schema);
}

function enumOf(context: ZodContext, schema: SchemaObject): Doc {
  const values = (schema.enum ?? []).filter((value) => !schema.types || fits(value, schema.types));
  const { enum: _, types: __, ...others } = schema;
  // What is said of the kinds of other values (`uniqueItems` beside texts) can hold for none of these.
  const kinds = ALL_TYPES.filter((type) => values.some((value) => fits(value, [type])));
  const rest = untypedOf(context, { ...others }, kinds);
  const own = enumValues(context, values);
  return rest === undefined ? own : intersect([entry(own), entry(rest)]);
}

function enumValues(context: ZodContext, values: NonNullable<SchemaObject['enum']>): Doc {
  const [first] = values;
  if (first === undefined) return code`z.never()`;
  const distinct = [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
  if (distinct.some((value) => typeof value === 'object' && value !== null))
    return helper(context, 'oneOfValues', [list(distinct.map(jsonLiteral))]);
  const texts = distinct.filter((value) => typeof value === 'string');
  const hasNull = distinct.includes(null);
  if (texts.length === distinct.length - Number(hasNull) && texts.length > 1) {
    const base = group(
      code`z.enum([`,
      texts.map((text) => entry(str(text))),
      code`])`,
    );
    return hasNull ? append(base, code`.nullable()`) : base;
  }
  if (distinct.length === 1)
    return first === null ? code`z.null()` : group(code`z.literal(`, [entry(jsonLiteral(first))], code`)`);
  return group(
    code`z.literal([`,
    distinct.map((value) => entry(jsonLiteral(value))),
    code`])`,
  );
}

function kindOf(context: ZodContext, schema: SchemaObject, type: JsonType): Doc {
  switch (type) {
    case 'null':
      return code`z.null()`;
    case 'boolean':
      return code`z.boolean()`;
    case 'integer':
    case 'number':
      return numberOf(context, schema, type);
    case 'string':
      return stringOf(context, schema);
    case 'array':
      return arrayOf(context, schema);
    case 'object':
      return objectOf(context, schema);
    default:
      return type satisfies never;
  }
}

const PLAIN: Readonly<Record<JsonType, string>> = {
  null: 'z.null()',
  boolean: 'z.boolean()',
  integer: 'z.int()',
  number: 'z.number()',
  string: 'z.string()',
  array: 'z.array(z.unknown())',
  object: 'z.record(z.string(), z.unknown())',
};

function constrainedTypes(
  context: ZodContext,
  schema: SchemaObject,
  kinds = ALL_TYPES,
): readonly { readonly type: JsonType; readonly doc: Doc }[] {
  // Without a type, a format says something only where it is checked.
  const { format, ...others } = schema;
  const judged = format === undefined || isCheckedFormat(format) ? schema : others;
  return kinds
    .map((type) => ({ type, doc: kindOf(context, judged, type) }))
    .filter(({ type, doc }) => doc !== PLAIN[type]);
}

function constrains(context: ZodContext, schema: SchemaObject): boolean {
  return constrainedTypes({ ...context, uses: new Set() }, schema).length > 0;
}

/** Constraints without a type hold for values of their own type and let all others pass (JSON Schema validation, 6). */
function untypedOf(context: ZodContext, schema: SchemaObject, kinds = ALL_TYPES): Doc | undefined {
  const members = constrainedTypes(context, schema, kinds);
  if (members.length === 0) return undefined;
  return helper(context, 'untyped', [
    group(
      code`{`,
      members.map(({ type, doc }) => entry(doc, { head: code`${ident(type)}: ` })),
      code`}`,
      { padded: true },
    ),
  ]);
}

/** Applicators that judge the whole value and give nothing to it. */
function withChecks(context: ZodContext, schema: SchemaObject, base: Doc): Doc {
  const checks: Doc[] = [...unevaluatedChecks(context, schema)];
  if (schema.not !== undefined) checks.push(helper(context, 'not', [zodOf(context, schema.not)]));
  if (schema.if !== undefined && (schema.then !== undefined || schema.else !== undefined)) {
    const branches = [schema.then ?? true, schema.else ?? true];
    checks.push(
      helper(context, 'conditional', [zodOf(context, schema.if), ...branches.map((branch) => zodOf(context, branch))]),
    );
  }
  // What the base drops from an object must still be judged: then the checks stand beside it and see the value as it came.
  const dropsNothing =
    base === 'z.unknown()' || (schema.types !== undefined && !schema.types.includes('object')) || isOwnObject(schema);
  return dropsNothing
    ? checked(base, checks)
    : checks.length === 0
      ? base
      : intersect([entry(base), entry(checked(code`z.unknown()`, checks))]);
}

/** An object by its own keywords alone: `objectOf` leaves it whole where the schema has such checks. */
function isOwnObject(schema: SchemaObject): boolean {
  const combined = schema.ref !== undefined || schema.allOf || schema.anyOf || schema.oneOf || schema.enum;
  return !combined && schema.types?.length === 1 && schema.types[0] === 'object';
}
