import type { SchemaObject } from '../../model/api-model.js';
import { type ShapedProperty, shapeOf } from '../../plan/object-shape.js';
import { code, ident, key, num, str } from '../code.js';
import { append, chain, type Doc, entry, group } from '../layout.js';
import { checked, helper, list, withNote } from './call.js';
import { infersObjects, type ZodContext } from './context.js';
import { schemaNote } from './notes.js';
import { patternOf } from './pattern-of.js';
import { noted, zodOf } from './zod-of.js';

/**
 * Properties that the schema does not name are dropped from the value, unless it says `additionalProperties`, or has no
 * properties at all. The verdict is JSON Schema's either way.
 */
export function objectOf(context: ZodContext, schema: SchemaObject): Doc {
  const { properties, bareRequired } = shapeOf(context.plan, schema, context.direction);
  // A member that every object inherits would be found on an object that has none of its own.
  const inherited = [...properties.map(({ name }) => name), ...bareRequired].some((name) => name in Object.prototype);
  const patterns = [...(schema.patternProperties ?? [])];
  if (inherited || patterns.length > 0) {
    const checks = [
      otherProperties(context, schema, properties, inherited ? properties : [], patterns),
      ...objectChecks(context, schema, inherited ? allRequired(properties, bareRequired) : bareRequired),
    ];
    if (inherited) context.uses.add('wholeObject');
    return checked(inherited ? code`wholeObject` : objectWith(context, properties, 'looseObject'), checks);
  }
  if (schema.additionalProperties === false) {
    return checked(objectWith(context, properties, 'strictObject'), objectChecks(context, schema, bareRequired));
  }
  return openObject(context, schema, properties, bareRequired);
}

/** Where the members are judged one by one, what must be there is said beside them. */
function allRequired(properties: readonly ShapedProperty[], bareRequired: readonly string[]): readonly string[] {
  return [...properties.filter(({ required }) => required).map(({ name }) => name), ...bareRequired];
}

/** An object that may have properties without a name in the schema: what becomes of them is in the choice of its kind. */
function openObject(
  context: ZodContext,
  schema: SchemaObject,
  named: readonly ShapedProperty[],
  bareRequired: readonly string[],
): Doc {
  const { additionalProperties: additional = true } = schema;
  const bare = bareRequired.map((name): ShapedProperty => ({ name, schema: additional, required: true }));
  const properties = [...named, ...bare];
  const checks = objectChecks(context, schema, []);
  const item = noted(context, additional);
  const rest = item.doc;
  if (properties.length === 0) {
    const record = group(code`z.record(z.string(), `, [item], code`)`, { separator: '' });
    return checked(typeof rest === 'string' && !item.note ? code`z.record(z.string(), ${rest})` : record, checks);
  }
  if (additional !== true) {
    const base = objectWith(context, properties, 'object');
    const call = group(code`.catchall(`, [item], code`)`);
    return checked(
      typeof rest === 'string' && !item.note ? append(base, code`.catchall(${rest})`) : chain(base, call),
      checks,
    );
  }
  const keepsAll =
    schema.additionalProperties === true || named.length === 0 || checks.length > 0 || judgesWhole(schema);
  return checked(objectWith(context, properties, keepsAll ? 'looseObject' : 'object'), checks);
}

/** Keywords beside the properties that must see the whole object, also what the schema does not name. */
function judgesWhole(schema: SchemaObject): boolean {
  return schema.not !== undefined || schema.if !== undefined || schema.unevaluatedProperties !== undefined;
}

/** The functions of zod that make objects. */
export const OBJECT_KINDS = ['object', 'looseObject', 'strictObject'] as const;

type ObjectKind = (typeof OBJECT_KINDS)[number];

function objectWith(context: ZodContext, properties: readonly ShapedProperty[], kind: ObjectKind): Doc {
  const members = properties.map((property) =>
    withNote(entry(memberOf(context, property), { head: code`${key(property.name)}: ` }), noteOf(context, property)),
  );
  const open = infersObjects(context.plan) ? code`z.${ident(kind)}({` : code`${ident(kind)}({`;
  return group(open, members, code`})`, { padded: true });
}

/** What is not of this direction is only marked: its schema is that of the other one. */
function noteOf(context: ZodContext, { schema, mark }: ShapedProperty): readonly string[] {
  return mark === undefined ? schemaNote(context, schema) : [`@${mark}`];
}

function memberOf(context: ZodContext, property: ShapedProperty): Doc {
  const value = zodOf(context, property.schema);
  return property.required ? value : append(value, code`.optional()`);
}

function otherProperties(
  context: ZodContext,
  schema: SchemaObject,
  named: readonly ShapedProperty[],
  own: readonly ShapedProperty[],
  patterns: readonly (readonly [string, SchemaObject | boolean])[],
): Doc {
  const additional = schema.additionalProperties;
  const parts: Doc[] = [
    list(named.map(({ name }) => str(name))),
    list(patterns.map(([pattern, inner]) => list([patternOf(context, pattern), zodOf(context, inner)]))),
  ];
  const members = group(
    code`new Map<string, z.ZodType>([`,
    own.map(({ name, schema: inner }) => entry(list([str(name), zodOf(context, inner)]))),
    code`])`,
  );
  if (additional !== undefined || own.length > 0) parts.push(zodOf(context, additional ?? true));
  if (own.length > 0) parts.push(members);
  return helper(context, 'otherProperties', parts);
}

function objectChecks(context: ZodContext, schema: SchemaObject, required: readonly string[]): Doc[] {
  const checks: Doc[] = [];
  if (required.length > 0)
    checks.push(
      helper(
        context,
        'required',
        required.map((name) => str(name)),
      ),
    );
  if (schema.minProperties !== undefined && schema.minProperties > 0)
    checks.push(helper(context, 'minProperties', [num(schema.minProperties)]));
  if (schema.maxProperties !== undefined) checks.push(helper(context, 'maxProperties', [num(schema.maxProperties)]));
  if (schema.propertyNames !== undefined)
    checks.push(helper(context, 'propertyNames', [zodOf(context, schema.propertyNames)]));
  for (const [name, needed] of schema.dependentRequired ?? []) {
    if (needed.length > 0)
      checks.push(helper(context, 'dependentRequired', [str(name), list(needed.map((other) => str(other)))]));
  }
  for (const [name, inner] of schema.dependentSchemas ?? [])
    checks.push(helper(context, 'dependentSchemas', [str(name), zodOf(context, inner)]));
  return checks;
}
