// A schema as a TypeScript type: what a value that passed the validator may be relied on to be.
import type { Json, JsonType, Schema, SchemaObject } from '../../model/api-model.js';
import { casesOf, isTagged } from '../../plan/alternatives.js';
import type { ApiPlan, Direction } from '../../plan/api-plan.js';
import { shapeOf } from '../../plan/object-shape.js';
import { bool, type Code, code, comment, ident, num, str, typeKey } from '../code.js';
import { append, type Doc, entry, group, print } from '../layout.js';
import { describe } from './describe.js';

export interface TypeContext {
  readonly plan: ApiPlan;
  readonly direction: Direction;
  /** Inside a multipart body: `format: binary` is a file. */
  readonly uploads?: boolean;
}

export function typeOf(context: TypeContext, schema: Schema): Doc {
  if (schema === true) return code`unknown`;
  if (schema === false) return code`undefined`;
  const parts: Doc[] = [];
  if (schema.ref !== undefined) parts.push(ident(context.plan.nameOf(schema.ref, context.direction)));
  const own = ownType(context, schema);
  const isCombined = schema.ref !== undefined || schema.allOf || schema.anyOf || schema.oneOf;
  if (own !== undefined && !(isCombined && own === 'Record<string, unknown>')) parts.push(own);
  for (const member of schema.allOf ?? []) parts.push(typeOf(context, member));
  for (const list of [schema.anyOf, schema.oneOf]) if (list) parts.push(alternativesType(context, schema, list));
  return intersectionOf(parts);
}

/** Where a property tells the members apart, its text is part of each: a `switch` over it knows which one it has. */
function alternativesType(context: TypeContext, schema: SchemaObject, members: readonly Schema[]): Doc {
  const { model, nameOf } = context.plan;
  const cases = members.length > 1 ? casesOf(model, schema, members) : undefined;
  const property = schema.discriminator?.propertyName;
  if (!cases || property === undefined) return unionOf(members.map((member) => typeOf(context, member)));
  return unionOf(
    [...cases].map(([value, id]) => {
      const name = ident(nameOf(id, context.direction));
      if (isTagged(model, id, property, value)) return name;
      return intersectionOf([name, code`{ ${typeKey(property)}: ${str(value)} }`]);
    }),
  );
}

/** The type that the schema's own keywords give; undefined where they say nothing. */
function ownType(context: TypeContext, schema: SchemaObject): Doc | undefined {
  if (schema.enum)
    return unionOf(schema.enum.filter((value) => !schema.types || fits(value, schema.types)).map(literalType));
  const types = schema.types ?? impliedTypes(schema);
  if (types.length === 0) return undefined;
  const distinct = types.includes('number') ? types.filter((type) => type !== 'integer') : types;
  return unionOf(distinct.map((type) => typeOfKind(context, schema, type)));
}

/** The types that a schema without `type` speaks of. Others pass its validator too; its author did not think of them. */
export function impliedTypes(schema: SchemaObject): readonly JsonType[] {
  const types: JsonType[] = [];
  if (schema.properties || schema.required || schema.additionalProperties !== undefined || schema.patternProperties)
    types.push('object');
  if (schema.items !== undefined || schema.prefixItems) types.push('array');
  if (types.length > 0) return types;
  if (schema.allOf || schema.anyOf || schema.oneOf || schema.ref !== undefined) return [];
  if (
    schema.pattern !== undefined ||
    schema.minLength !== undefined ||
    schema.maxLength !== undefined ||
    isTextFormat(schema.format)
  )
    return ['string'];
  if (schema.minimum !== undefined || schema.maximum !== undefined || schema.multipleOf !== undefined)
    return ['number'];
  return [];
}

function isTextFormat(format: string | undefined): boolean {
  return format !== undefined && !/^(?:int\d*|u?int(?:8|16|32|64)|float|double|decimal|number)$/.test(format);
}

export function fits(value: Json, types: readonly JsonType[]): boolean {
  if (typeof value === 'number')
    return types.includes('number') || (types.includes('integer') && Number.isInteger(value));
  return types.includes(kindOf(value));
}

function kindOf(value: Exclude<Json, number>): JsonType {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return typeof value as 'string' | 'boolean' | 'object';
}

function typeOfKind(context: TypeContext, schema: SchemaObject, type: JsonType): Doc {
  switch (type) {
    case 'null':
      return code`null`;
    case 'boolean':
      return code`boolean`;
    case 'integer':
    case 'number':
      return code`number`;
    case 'string':
      return context.uploads && schema.format === 'binary' ? code`File` : code`string`;
    case 'array':
      return arrayType(context, schema);
    case 'object':
      return objectType(context, schema);
    default:
      return type satisfies never;
  }
}

function arrayType(context: TypeContext, schema: SchemaObject): Doc {
  const { prefixItems, minItems = 0 } = schema;
  if (prefixItems && minItems >= prefixItems.length) {
    const rest =
      schema.items === false ? [] : [entry(listOf(typeOf(context, schema.items ?? true)), { head: code`...` })];
    return group(code`[`, [...prefixItems.map((item) => entry(typeOf(context, item))), ...rest], code`]`);
  }
  if (prefixItems)
    return listOf(
      unionOf([...prefixItems.map((item) => typeOf(context, item)), typeOf(context, schema.items ?? true)]),
    );
  return listOf(typeOf(context, schema.items ?? true));
}

function listOf(item: Doc): Doc {
  const simple = typeof item === 'string' && /^[\w$.]+$/.test(item);
  const object = typeof item !== 'string' && item.open === '{' && item.close === '}';
  if (simple || object) return append(item, code`[]`);
  return group(code`Array<`, [entry(item)], code`>`, { separator: '' });
}

function objectType(context: TypeContext, schema: SchemaObject): Doc {
  const members = objectMembers(context, schema);
  if (members.length > 0) return group(code`{`, members, code`}`, { padded: true, separator: ';' });
  const values = schema.additionalProperties;
  if (values === false && !schema.patternProperties) return code`Record<string, never>`;
  const value =
    values === undefined || values === false || schema.patternProperties ? code`unknown` : typeOf(context, values);
  // An alias may refer to itself through a member, and not through the parameter of another alias.
  if (typeof value === 'string' && /^(?:unknown|string|number|boolean|never)(?:\[\])?$/.test(value))
    return code`Record<string, ${value}>`;
  return group(code`{`, [entry(value, { head: code`[name: string]: ` })], code`}`, { padded: true, separator: ';' });
}

/** The members of an object as an interface has them; empty for an object without properties of known name. */
export function objectMembers(context: TypeContext, schema: SchemaObject): Parameters<typeof group>[1] {
  const { properties, bareRequired } = shapeOf(context.plan, schema, context.direction);
  const members = properties.map((property) => {
    const type = typeOf(context, property.schema);
    const note = noteOf(property.schema);
    const head = property.required ? code`${typeKey(property.name)}: ` : code`${typeKey(property.name)}?: `;
    // A handler may hand over undefined for what is not there: JSON leaves it out.
    const doc = property.required || isUnknown(type) ? type : orUndefined(type);
    return entry(doc, { head, ...(note && { note }) });
  });
  const bare = bareRequired.map((name) => entry(code`unknown`, { head: code`${typeKey(name)}: ` }));
  const open =
    schema.additionalProperties !== undefined &&
    schema.additionalProperties !== false &&
    members.length + bare.length > 0;
  return [...members, ...bare, ...(open ? [entry(code`unknown`, { head: code`[name: string]: ` })] : [])];
}

function isUnknown(type: Doc): boolean {
  return type === 'unknown' || type === 'undefined';
}

function orUndefined(type: Doc): Doc {
  if (typeof type !== 'string' && type.separator === ' |' && type.open === '')
    return group(code``, [...type.items, entry(code`undefined`)], code``, { separator: ' |' });
  return append(type, code` | undefined`);
}

function noteOf(schema: Schema): ((indent: number) => Code) | undefined {
  if (typeof schema === 'boolean') return undefined;
  const paragraphs = describe(schema);
  return paragraphs.length === 0 ? undefined : (indent) => comment(paragraphs, indent);
}

function literalType(value: Json): Doc {
  if (typeof value === 'string') return str(value);
  if (typeof value === 'number') return num(value);
  if (typeof value === 'boolean') return bool(value);
  if (value === null) return code`null`;
  return Array.isArray(value) ? code`unknown[]` : code`Record<string, unknown>`;
}

export function unionOf(members: readonly Doc[]): Doc {
  const distinct = dedupe(members.flatMap(alternativesOf));
  if (distinct.some((member) => member === 'unknown')) return code`unknown`;
  const real = distinct.filter((member) => member !== 'undefined');
  if (real.length === 0) return code`undefined`;
  if (real.length === 1 && real[0] !== undefined) return real[0];
  return group(
    code``,
    real.map((member) => entry(parenthesized(member))),
    code``,
    { separator: ' |' },
  );
}

/** The members of a union that stands inside another one. */
function alternativesOf(member: Doc): readonly Doc[] {
  const isUnion = typeof member !== 'string' && member.separator === ' |' && member.open === '' && member.close === '';
  return isUnion ? member.items.map((item) => item.doc) : [member];
}

function intersectionOf(members: readonly Doc[]): Doc {
  const distinct = dedupe(members).filter((member) => member !== 'unknown');
  if (distinct.length === 0) return code`unknown`;
  if (distinct.length === 1 && distinct[0] !== undefined) return distinct[0];
  return group(
    code``,
    distinct.map((member) => entry(parenthesized(member))),
    code``,
    { separator: ' &' },
  );
}

function parenthesized(doc: Doc): Doc {
  if (typeof doc === 'string') return / [|&] /.test(doc) && !/^['"(]/.test(doc) ? code`(${doc})` : doc;
  return doc.open === ''
    ? { ...doc, open: code`(`, close: code`)${doc.close}`, width: doc.width === undefined ? undefined : doc.width + 2 }
    : doc;
}

function dedupe(members: readonly Doc[]): readonly Doc[] {
  if (members.length < 2) return members;
  const seen = new Set<string>();
  return members.filter((member) => {
    const text = print(member);
    return seen.has(text) ? false : seen.add(text) !== undefined;
  });
}
