// A schema in one form, whichever of the equal ways of writing it was chosen. Two schemas that mean the same to a validator
// and say the same to a reader have the same form.

import { isCheckedFormat } from '../emit/zod/formats.js';
import type { ApiModel, Json, JsonType, Schema, SchemaId, SchemaObject } from '../model/api-model.js';
import { areDisjoint, casesOf, isToldApart } from '../plan/alternatives.js';
import type { Direction } from '../plan/api-plan.js';
import { isObject } from '../plan/is-object.js';
import { canonicalKeywords } from './canonical-keywords.js';
import { canonicalLine, canonicalText } from './canonical-text.js';

export interface CanonContext {
  readonly model: ApiModel;
  /** Of a schema that has no name: members of the other direction are no part of it. */
  readonly direction?: Direction | undefined;
  nameOf(id: SchemaId): string;
}

export type Canon = { readonly [key: string]: Json };

export function canonicalSchema(context: CanonContext, schema: Schema): Json {
  if (typeof schema === 'boolean') return schema ? {} : false;
  const parts = conjuncts(context, schema);
  const notes = notesOf(context, schema);
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) {
    if (only === false) return Object.keys(notes).length === 0 ? false : { not: {}, ...notes };
    return typeof only === 'object' && only !== null && !Array.isArray(only)
      ? { ...bare(only as Canon, schema), ...notes }
      : only;
  }
  const sorted = [...new Map(parts.map((part) => [JSON.stringify(part), part]))]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, part]) => part);
  return { ...(sorted.length > 0 && { all: sorted }), ...notes };
}

/** What a lone member of allOf, anyOf or oneOf says to the reader has no place of its own. */
function bare(part: Canon, { allOf, anyOf, oneOf }: SchemaObject): Canon {
  if (!allOf && !anyOf && !oneOf) return part;
  return Object.fromEntries(Object.entries(part).filter(([key]) => !key.startsWith('@') || key === '@format'));
}

/** Everything that must hold, each by itself. */
function conjuncts(context: CanonContext, schema: SchemaObject): readonly Json[] {
  return [
    ...(schema.ref === undefined ? [] : [{ ref: context.nameOf(schema.ref) }]),
    ...ownParts(context, schema),
    ...(schema.allOf ?? []).flatMap((member) => memberParts(context, member)),
    ...alternatives(context, schema, 'anyOf'),
    ...alternatives(context, schema, 'oneOf'),
    ...judgements(context, schema),
  ];
}

function memberParts(context: CanonContext, member: Schema): readonly Json[] {
  const canon = canonicalSchema(context, member);
  if (canon === false) return [false];
  const { all, ...rest } = canon as Canon;
  if (Array.isArray(all)) return all as readonly Json[];
  return Object.keys(rest).every((key) => key.startsWith('@')) ? [] : [canon];
}

function judgements(context: CanonContext, schema: SchemaObject): readonly Json[] {
  const canon = (inner: Schema): Json => canonicalSchema(context, inner);
  const branches = {
    ...(schema.then !== undefined && !isAny(canon(schema.then)) && { yes: canon(schema.then) }),
    ...(schema.else !== undefined && !isAny(canon(schema.else)) && { no: canon(schema.else) }),
  };
  return [
    ...(schema.not === undefined ? [] : [{ not: canon(schema.not) }]),
    ...(schema.if === undefined || Object.keys(branches).length === 0 ? [] : [{ if: canon(schema.if), ...branches }]),
    ...(['unevaluatedProperties', 'unevaluatedItems'] as const).flatMap((key): Json[] => {
      const inner = schema[key];
      return inner === undefined || inner === true ? [] : [{ [key]: canon(inner) }];
    }),
  ];
}

export function isAny(canon: Json): boolean {
  return typeof canon === 'object' && canon !== null && Object.keys(canon).length === 0;
}

function alternatives(context: CanonContext, schema: SchemaObject, key: 'anyOf' | 'oneOf'): readonly Json[] {
  const members = schema[key];
  if (!members) return [];
  const [only] = members;
  if (members.length === 1 && only !== undefined) return memberParts(context, only);
  const cases = casesOf(context.model, schema, members);
  if (cases && schema.discriminator) {
    const by = [...cases]
      .map(([value, id]) => [value, context.nameOf(id)] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1));
    return [{ by: schema.discriminator.propertyName, cases: Object.fromEntries(by) }];
  }
  const canons = members.map((member) => canonicalSchema(context, member));
  return areDisjoint(context.model, members) ? [unionOf(canons)] : [{ [key]: sortedJson(canons) }];
}

function sortedJson(values: readonly Json[]): readonly Json[] {
  return [...new Map(values.map((value) => [JSON.stringify(value), value]))]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, value]) => value);
}

/** A union of what cannot be confused: unions in it are part of it, and null is a value beside those of an enum. */
function unionOf(members: readonly Json[]): Json {
  const flat = members.flatMap((member) => {
    const inner = isUnion(member) ? member.union : undefined;
    return inner ?? [member];
  });
  const hasNull = flat.some((member) => JSON.stringify(member) === NULL);
  const values = flat.find(
    (member) => typeof member === 'object' && member !== null && 'enum' in member && Object.keys(member).length === 1,
  ) as { readonly enum: readonly Json[] } | undefined;
  if (hasNull && values) {
    const others = flat.filter((member) => member !== values && JSON.stringify(member) !== NULL);
    const merged: Json = { enum: sortedJson([...values.enum, null]) };
    return others.length === 0 ? merged : { union: sortedJson([...others, merged]) };
  }
  return { union: sortedJson(flat) };
}

const NULL = JSON.stringify({ type: 'null' });

function isUnion(member: Json): member is { readonly union: readonly Json[] } {
  return typeof member === 'object' && member !== null && 'union' in member && Object.keys(member).length === 1;
}

const ALL_TYPES: readonly JsonType[] = ['null', 'boolean', 'number', 'string', 'array', 'object'];

/** What type, enum and the constraints of each type ask for. */
function ownParts(context: CanonContext, schema: SchemaObject): readonly Json[] {
  if (schema.enum) return [enumOf(schema), ...untyped(context, schema, kindsOf(valuesOf(schema)))];
  if (!schema.types) return untyped(context, schema);
  const types = [
    ...new Set(schema.types.includes('number') ? schema.types.filter((type) => type !== 'integer') : schema.types),
  ];
  const isWhole = ALL_TYPES.every((type) => types.includes(type));
  if (isWhole && untyped(context, schema).length === 0) return [];
  if (types.length === 1 && types[0] === 'object' && isImplied(context, schema)) return [];
  const format = formatOfType(schema);
  const typed = types.map(
    (type): Json => ({
      type,
      ...canonicalKeywords(context, schema, type),
      ...(format !== undefined && type !== 'null' && { '@format': format }),
    }),
  );
  const [only] = typed;
  return typed.length === 1 && only !== undefined ? [only] : [unionOf(typed)];
}

/** A format that nobody checks and that stands beside the one type that it is of. */
function formatOfType({ types, format, enum: values }: SchemaObject): string | undefined {
  const [only, ...more] = new Set(types?.filter((type) => type !== 'null'));
  if (format === undefined || values !== undefined || more.length > 0 || only === undefined) return undefined;
  if (only === 'string') return isCheckedFormat(format) ? undefined : format;
  return only === 'integer' || only === 'number' ? format : undefined;
}

function isImplied(context: CanonContext, schema: SchemaObject): boolean {
  if (Object.keys(canonicalKeywords(context, schema, 'object')).length > 0) return false;
  const { types: _, ...others } = schema;
  return isObject(context.model, others);
}

function valuesOf({ enum: values = [], types }: SchemaObject): readonly Json[] {
  return values.filter((value) => !types || types.some((type) => isOfType(value, type)));
}

function enumOf(schema: SchemaObject): Json {
  const values = valuesOf(schema);
  if (values.length === 0) return false;
  return values.length === 1 && values[0] === null ? { type: 'null' } : { enum: sortedJson(values) };
}

function isOfType(value: Json, type: JsonType): boolean {
  if (type === 'integer') return Number.isInteger(value);
  if (type === 'null') return value === null;
  if (type === 'array') return Array.isArray(value);
  if (type === 'object') return typeof value === 'object' && value !== null && !Array.isArray(value);
  return typeof value === type;
}

const CONSTRAINED = ['number', 'string', 'array', 'object'] as const satisfies readonly JsonType[];

/** What is said of the kinds of other values holds for none of an enum. */
function kindsOf(values: readonly Json[]): readonly (typeof CONSTRAINED)[number][] {
  return CONSTRAINED.filter((type) => values.some((value) => isOfType(value, type)));
}

/** Constraints that hold for values of their type and let all others pass. */
function untyped(
  context: CanonContext,
  schema: SchemaObject,
  kinds: readonly (typeof CONSTRAINED)[number][] = CONSTRAINED,
): readonly Json[] {
  const all = Object.assign({}, ...kinds.map((type) => canonicalKeywords(context, schema, type))) as Canon;
  return Object.keys(all).length === 0 ? [] : [all];
}

/** What is said to the reader. A format that is checked is a constraint, and no note. */
function notesOf(context: CanonContext, schema: SchemaObject): Canon {
  const { format, discriminator } = schema;
  const holdsTexts = schema.types === undefined || schema.types.includes('string');
  const isChecked = format !== undefined && holdsTexts && isCheckedFormat(format);
  const mapping = [...(discriminator?.mapping ?? [])].map(([value, id]) => [value, context.nameOf(id)] as const);
  const notes: Readonly<Record<string, Json | undefined>> = {
    '@title': canonicalLine(schema.title),
    '@description': canonicalText(schema.description),
    '@format': isChecked || formatOfType(schema) !== undefined ? undefined : canonicalLine(format),
    '@contentEncoding': canonicalLine(schema.contentEncoding),
    '@default': schema.default,
    '@discriminator':
      discriminator && !isToldApart(context.model, schema)
        ? { propertyName: discriminator.propertyName, mapping: Object.fromEntries(mapping) }
        : undefined,
    '@deprecated': schema.deprecated || undefined,
    '@readOnly': schema.readOnly || undefined,
    '@writeOnly': schema.writeOnly || undefined,
  };
  return Object.fromEntries(Object.entries(notes).filter((pair): pair is [string, Json] => pair[1] !== undefined));
}
