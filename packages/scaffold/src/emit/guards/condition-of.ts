// A schema as a condition on a value that holds only where the validator would give the very same value back. What has no
// such condition gives undefined: the validator judges it alone.
import type { Json, JsonType, Schema, SchemaObject } from '../../model/api-model.js';
import { areDisjoint, casesOf } from '../../plan/alternatives.js';
import { bool, type Code, code, ident, joinCode, num, regex, str } from '../code.js';
import { isFormatOfOurs, ZOD_FORMATS } from '../zod/formats.js';
import type { GuardContext } from './guard-context.js';
import { objectCondition } from './object-condition.js';

export const TRUE: Code = bool(true);

/** Keywords that say nothing about what is allowed, or are read by what uses them. */
const NOTES = ['title', 'description', 'deprecated', 'readOnly', 'writeOnly', 'default', 'examples', 'discriminator'];

/** `hint` becomes part of the name of a function, where the schema needs one. */
export function conditionOf(context: GuardContext, schema: Schema, item: Code, hint: string): Code | undefined {
  if (schema === true) return TRUE;
  if (schema === false) return bool(false);
  const keywords = Object.keys(schema).filter((keyword) => !NOTES.includes(keyword));
  const [only] = keywords;
  if (only === undefined) return TRUE;
  if (keywords.length === 1 && schema.ref !== undefined) return code`${context.guardOf(schema.ref)}(${item})`;
  if (schema.oneOf ?? schema.anyOf) return unionCondition(context, schema, keywords, item, hint);
  if (schema.allOf) {
    const isAlone = keywords.length === 1 || (keywords.length === 2 && schema.types?.join() === 'object');
    return isAlone ? mergedCondition(context, schema.allOf, item, hint) : undefined;
  }
  if (schema.enum) return enumCondition(schema, keywords, item);
  if (!schema.types || ['ref', 'not', 'if'].some((keyword) => keywords.includes(keyword))) return undefined;
  const types = [...new Set(schema.types)].filter((type) => type !== 'integer' || !schema.types?.includes('number'));
  return anyOf(types.map((type) => kindCondition(context, schema, type, item, hint)));
}

function anyOf(conditions: readonly (Code | undefined)[]): Code | undefined {
  const known = conditions.filter((condition) => condition !== undefined);
  if (known.length < conditions.length) return undefined;
  const [only] = known;
  return known.length === 1 ? only : code`(${joinCode(known, ' || ')})`;
}

export function allOf(conditions: readonly Code[]): Code {
  const said = conditions.filter((condition) => condition !== TRUE);
  return said.length === 0 ? TRUE : joinCode(said, ' && ');
}

function kindCondition(
  context: GuardContext,
  schema: SchemaObject,
  type: JsonType,
  item: Code,
  hint: string,
): Code | undefined {
  switch (type) {
    case 'null':
      return code`${item} === null`;
    case 'boolean':
      return code`typeof ${item} === 'boolean'`;
    case 'integer':
    case 'number':
      return numberCondition(schema, type, item);
    case 'string':
      return stringCondition(context, schema, item);
    case 'array':
      return arrayCondition(context, schema, item, hint);
    case 'object':
      return objectCondition(context, schema, item, hint);
    default:
      return type satisfies never;
  }
}

function numberCondition(schema: SchemaObject, type: 'integer' | 'number', item: Code): Code | undefined {
  if (schema.multipleOf !== undefined) return undefined;
  const bounds = [
    ...(schema.minimum === undefined ? [] : [code`${item} >= ${num(schema.minimum)}`]),
    ...(schema.exclusiveMinimum === undefined ? [] : [code`${item} > ${num(schema.exclusiveMinimum)}`]),
    ...(schema.maximum === undefined ? [] : [code`${item} <= ${num(schema.maximum)}`]),
    ...(schema.exclusiveMaximum === undefined ? [] : [code`${item} < ${num(schema.exclusiveMaximum)}`]),
    ...(type === 'integer' && schema.format === 'int32'
      ? [code`${item} >= -2147483648`, code`${item} <= 2147483647`]
      : []),
  ];
  const whole = type === 'integer' ? code`Number.isSafeInteger(${item})` : code`Number.isFinite(${item})`;
  return allOf([code`typeof ${item} === 'number'`, whole, ...bounds]);
}

/** The regular expressions that zod itself holds a text against. */
const ZOD_PATTERNS: Readonly<Record<string, Code>> = {
  email: code`z.regexes.email`,
  uuid: code`z.regexes.guid`,
  date: code`z.regexes.date`,
  ipv4: code`z.regexes.ipv4`,
};
/**
 * Lengths count characters, and `length` counts UTF-16 units, of which there are as many or more: up to the maximum they
 * are few enough, and twice the minimum are many enough.
 */
function stringCondition(context: GuardContext, schema: SchemaObject, item: Code): Code | undefined {
  const { format = '', minLength = 0, maxLength, pattern } = schema;
  // The validator has more than an expression for it.
  if (pattern !== undefined && context.plan.model.slowPatterns?.has(pattern)) return undefined;
  const parts: Code[] = [code`typeof ${item} === 'string'`];
  if (maxLength !== undefined) parts.push(code`${item}.length <= ${num(maxLength)}`);
  if (minLength === 1) parts.push(code`${item} !== ''`);
  if (minLength > 1) {
    context.uses.add('hasCharacters');
    parts.push(code`hasCharacters(${item}, ${num(minLength)})`);
  }
  if (Object.hasOwn(ZOD_PATTERNS, format)) {
    context.uses.add('z');
    parts.push(code`${ZOD_PATTERNS[format] ?? TRUE}.test(${item})`);
  } else if (Object.hasOwn(ZOD_FORMATS, format)) {
    // Of the other formats zod checks more than a pattern.
    context.uses.add('z');
    parts.push(code`${context.constant(ZOD_FORMATS[format] ?? TRUE)}.safeParse(${item}).success`);
  } else if (isFormatOfOurs(format)) {
    context.uses.add('hasFormat');
    parts.push(code`hasFormat(${str(format)}, ${item})`);
  }
  if (pattern !== undefined) parts.push(code`${context.constant(regex(pattern))}.test(${item})`);
  return allOf(parts);
}

function arrayCondition(context: GuardContext, schema: SchemaObject, item: Code, hint: string): Code | undefined {
  const { items = true, prefixItems, uniqueItems, contains, unevaluatedItems, minItems = 0, maxItems } = schema;
  if (prefixItems || uniqueItems || contains !== undefined || unevaluatedItems !== undefined) return undefined;
  const parts = [
    code`Array.isArray(${item})`,
    ...(minItems > 0 ? [code`${item}.length >= ${num(minItems)}`] : []),
    ...(maxItems === undefined ? [] : [code`${item}.length <= ${num(maxItems)}`]),
  ];
  if (items === true) return allOf(parts);
  const guard = guardFor(context, items, `${hint}Item`);
  return guard && allOf([...parts, code`${item}.every(${guard})`]);
}

/** The name of a function that guards a schema: that of the schema it refers to, or one made for it. */
export function guardFor(context: GuardContext, schema: Schema, hint: string): Code | undefined {
  if (typeof schema === 'object' && schema.ref !== undefined && Object.keys(schema).length === 1)
    return context.guardOf(schema.ref);
  const condition = conditionOf(context, schema, code`item`, hint);
  // An object's condition is a call of the function that was made for it.
  const call = condition === undefined ? null : /^(\w+)\(item\)$/.exec(condition);
  if (call?.[1] !== undefined) return ident(call[1]);
  return condition && code`(item: unknown) => ${condition}`;
}

function enumCondition(schema: SchemaObject, keywords: readonly string[], item: Code): Code | undefined {
  if (keywords.some((keyword) => keyword !== 'enum' && keyword !== 'types')) return undefined;
  const values = schema.enum ?? [];
  if (values.some((value) => typeof value === 'object' && value !== null)) return undefined;
  const tests = values
    .filter((value) => !schema.types || schema.types.some((type) => isOfType(value, type)))
    .map((value) => code`${item} === ${scalar(value)}`);
  return tests.length === 0 ? bool(false) : code`(${joinCode(tests, ' || ')})`;
}

function isOfType(value: Json, type: JsonType): boolean {
  if (type === 'null') return value === null;
  return type === 'integer' ? Number.isInteger(value) : typeof value === type;
}

function scalar(value: Json): Code {
  if (typeof value === 'string') return str(value);
  if (typeof value === 'number') return num(value);
  return typeof value === 'boolean' ? bool(value) : code`null`;
}

function unionCondition(
  context: GuardContext,
  schema: SchemaObject,
  keywords: readonly string[],
  item: Code,
  hint: string,
): Code | undefined {
  const members = schema.oneOf ?? schema.anyOf ?? [];
  const isAlone = keywords.length === 1 || (keywords.length === 2 && schema.types?.join() === 'object');
  if (!isAlone) return undefined;
  const cases = casesOf(context.plan.model, schema, members);
  if (cases && schema.discriminator) {
    const tests = [...cases].map(
      ([value, id]) =>
        code`(${item}[${str(schema.discriminator?.propertyName ?? '')}] === ${str(value)} && ${context.guardOf(id)}(${item}))`,
    );
    context.uses.add('isObject');
    return code`isObject(${item}) && (${joinCode(tests, ' || ')})`;
  }
  if (keywords.length > 1 || (members.length > 1 && !areDisjoint(context.plan.model, members))) return undefined;
  return anyOf(members.map((member, index) => conditionOf(context, member, item, `${hint}${index + 1}`)));
}

/** Members of an allOf that are objects by their properties alone are one object with the properties of all. */
function mergedCondition(
  context: GuardContext,
  members: readonly Schema[],
  item: Code,
  hint: string,
): Code | undefined {
  const [only] = members;
  if (members.length === 1 && only !== undefined) return conditionOf(context, only, item, hint);
  const merged = mergeObjects(context, members, 8);
  return merged && objectCondition(context, merged, item, hint);
}

const OBJECT_KEYWORDS = ['types', 'properties', 'required', ...NOTES];

function mergeObjects(context: GuardContext, members: readonly Schema[], depth: number): SchemaObject | undefined {
  const properties = new Map<string, Schema>();
  const required = new Set<string>();
  for (const member of members) {
    const part = depth === 0 ? undefined : objectPart(context, member, depth);
    if (!part) return undefined;
    for (const [name, schema] of part.properties ?? []) {
      const known = properties.get(name);
      if (known !== undefined && JSON.stringify(known) !== JSON.stringify(schema)) return undefined;
      properties.set(name, schema);
    }
    for (const name of part.required ?? []) required.add(name);
  }
  // A name that is required by one member and described by none would be dropped by nobody and checked by one.
  if ([...required].some((name) => !properties.has(name))) return undefined;
  return { types: ['object'], properties, required: [...required] };
}

function objectPart(context: GuardContext, member: Schema, depth: number): SchemaObject | undefined {
  if (typeof member !== 'object') return undefined;
  if (member.ref !== undefined && Object.keys(member).length === 1)
    return objectPart(context, context.plan.model.schemas.get(member.ref)?.schema ?? true, depth);
  const others = Object.keys(member).filter((keyword) => !OBJECT_KEYWORDS.includes(keyword));
  if (others.join() === 'allOf') return mergeObjects(context, member.allOf ?? [], depth - 1);
  const isObject = member.types === undefined ? member.properties !== undefined : member.types.join() === 'object';
  return others.length === 0 && isObject && (member.properties?.size ?? 0) > 0 ? member : undefined;
}
