// An object as one pass over the properties that it has: each is checked as it is met, and the required ones are counted.
import type { Schema, SchemaObject } from '../../model/api-model.js';
import { shapeOf } from '../../plan/object-shape.js';
import { type Code, code, joinCode, num, str } from '../code.js';
import { conditionOf, TRUE } from './condition-of.js';
import type { GuardContext } from './guard-context.js';

const UNSUPPORTED = [
  'patternProperties',
  'propertyNames',
  'minProperties',
  'maxProperties',
  'dependentRequired',
  'dependentSchemas',
  'unevaluatedProperties',
] as const satisfies readonly (keyof SchemaObject)[];

export function objectCondition(
  context: GuardContext,
  schema: SchemaObject,
  item: Code,
  hint: string,
): Code | undefined {
  const { properties, bareRequired } = shapeOf(context.plan, schema, context.direction);
  if (bareRequired.length > 0 || UNSUPPORTED.some((keyword) => schema[keyword] !== undefined)) return undefined;
  if (properties.some(({ name }) => name === '__proto__')) return undefined;
  context.uses.add('isObject');
  const cases: Code[] = [];
  for (const { name, schema: inner, required } of properties) {
    const condition = conditionOf(context, inner, code`item`, `${hint} ${name}`);
    if (condition === undefined) return undefined;
    cases.push(caseOf(name, condition, required));
  }
  const rest = restOf(context, schema, properties.length > 0, hint);
  if (rest === undefined) return undefined;
  const needed = properties.filter(({ required }) => required).length;
  const name = context.declare(hint, bodyOf(cases, rest, needed));
  return code`${name}(${item})`;
}

function caseOf(name: string, condition: Code, required: boolean): Code {
  const lines = [
    ...(condition === TRUE ? [] : [unless(condition)]),
    ...(required ? [code`        required += 1;`] : []),
    code`        break;`,
  ];
  return code`      case ${str(name)}:\n${joinCode(lines, '\n')}`;
}

function unless(condition: Code): Code {
  const isOneTerm = /^(?:\w+\([^()]*\)|\([^()]*\))$/.test(condition);
  return isOneTerm ? code`        if (!${condition}) return false;` : code`        if (!(${condition})) return false;`;
}

/** What becomes of a property that the schema does not name; undefined where no condition says it. */
function restOf(context: GuardContext, schema: SchemaObject, hasNames: boolean, hint: string): Code | undefined {
  // Absent beside named properties: the validator drops the property, so that its value is another one.
  const additional: Schema = schema.additionalProperties ?? !hasNames;
  if (additional === false) return code`      default:\n        return false;`;
  const condition = conditionOf(context, additional, code`item`, `${hint} Value`);
  if (condition === undefined) return undefined;
  // A property of that name cannot be assigned, and the validator has its own way with it.
  const lines = [
    code`      case '__proto__':\n        return false;`,
    code`      default:`,
    condition === TRUE ? code`        break;` : unless(condition),
  ];
  return joinCode(lines, '\n');
}

function bodyOf(cases: readonly Code[], rest: Code, needed: number): Code {
  const counts = needed > 0;
  const usesItem = [...cases, rest].some((part) => /\bitem\b/.test(part));
  const lines = [
    code`  if (!isObject(value)) return false;`,
    ...(counts ? [code`  let required = 0;`] : []),
    code`  for (const name in value) {`,
    ...(usesItem ? [code`    const item = value[name];`] : []),
    code`    switch (name) {`,
    ...cases,
    rest,
    code`    }`,
    code`  }`,
    counts ? code`  return required === ${num(needed)};` : code`  return true;`,
  ];
  return joinCode(lines, '\n');
}
