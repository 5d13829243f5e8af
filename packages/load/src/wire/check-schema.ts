// Whether a value is as a JSON schema of an OpenAPI document says (3.0 and 3.1). What a keyword does not say is allowed, and what
// is not known here is not checked: a violation that is reported is one.

type Schema = Readonly<Record<string, unknown>>;
export type Resolve = (value: unknown) => unknown;

const DEEPEST = 40;

/** The first thing that is wrong, as `/pointer: what`; undefined where nothing is. The value itself is never in it. */
export function checkSchema(
  value: unknown,
  raw: unknown,
  resolve: Resolve,
  direction: Direction = 'answer',
  at = '',
  depth = 0,
): string | undefined {
  const schema = resolve(raw);
  if (schema === false) return `${place(at)}: nothing is allowed here`;
  if (!isRecord(schema) || depth > DEEPEST) return undefined;
  if (value === null && schema['nullable'] === true) return undefined;
  const below = (part: unknown, name: string | number, rule: unknown): string | undefined =>
    checkSchema(part, rule, resolve, direction, `${at}/${escapePointer(name)}`, depth + 1);
  return (
    checkType(value, schema, at) ??
    checkChoice(value, schema, at) ??
    checkParts(schema, at, (rule) => checkSchema(value, rule, resolve, direction, at, depth + 1)) ??
    (typeof value === 'string' ? checkString(value, schema, at) : undefined) ??
    (typeof value === 'number' ? checkNumber(value, schema, at) : undefined) ??
    (Array.isArray(value) ? checkArray(value, schema, at, below) : undefined) ??
    (isRecord(value) ? checkObject(value, schema, at, below, LEFT_OUT[direction]) : undefined)
  );
}

/** What a value is part of: members that only the other one has may be left out although they are required. */
export type Direction = 'request' | 'answer';
const LEFT_OUT = { request: 'readOnly', answer: 'writeOnly' } as const;

function escapePointer(name: string | number): string {
  return String(name).replaceAll('~', '~0').replaceAll('/', '~1');
}

type Below = (part: unknown, name: string | number, rule: unknown) => string | undefined;

function checkType(value: unknown, schema: Schema, at: string): string | undefined {
  const types = [schema['type']].flat().filter((type) => typeof type === 'string');
  if (types.length === 0 || types.some((type) => hasType(value, type))) return undefined;
  return `${place(at)}: must be ${types.join(' or ')}`;
}

function hasType(value: unknown, type: string): boolean {
  switch (type) {
    case 'null':
      return value === null;
    case 'array':
      return Array.isArray(value);
    case 'object':
      return isRecord(value);
    case 'integer':
      return Number.isInteger(value);
    default:
      return typeof value === type;
  }
}

function checkChoice(value: unknown, schema: Schema, at: string): string | undefined {
  const choices = schema['enum'];
  const text = JSON.stringify(value);
  if (Array.isArray(choices) && !choices.some((choice) => JSON.stringify(choice) === text))
    return `${place(at)}: must be one of the values of its enum`;
  if (Object.hasOwn(schema, 'const') && JSON.stringify(schema['const']) !== text)
    return `${place(at)}: must be the value of its const`;
  return undefined;
}

function checkParts(schema: Schema, at: string, check: (rule: unknown) => string | undefined): string | undefined {
  for (const rule of list(schema['allOf'])) {
    const problem = check(rule);
    if (problem !== undefined) return problem;
  }
  for (const name of ['anyOf', 'oneOf'] as const) {
    const rules = list(schema[name]);
    const fitting = rules.filter((rule) => check(rule) === undefined).length;
    if (rules.length > 0 && fitting === 0) return `${place(at)}: fits none of its ${name}`;
    if (name === 'oneOf' && fitting > 1) return `${place(at)}: fits ${fitting} of its oneOf`;
  }
  return undefined;
}

function checkString(value: string, schema: Schema, at: string): string | undefined {
  const length = [...value].length;
  if (length < numberOr(schema['minLength'], 0)) return `${place(at)}: is shorter than its minLength`;
  if (length > numberOr(schema['maxLength'], Number.POSITIVE_INFINITY))
    return `${place(at)}: is longer than its maxLength`;
  return undefined;
}

function checkNumber(value: number, schema: Schema, at: string): string | undefined {
  const [low, high] = [schema['exclusiveMinimum'], schema['exclusiveMaximum']];
  const least = numberOr(schema['minimum'], Number.NEGATIVE_INFINITY);
  const most = numberOr(schema['maximum'], Number.POSITIVE_INFINITY);
  if (value < least || (low === true && value <= least) || (typeof low === 'number' && value <= low))
    return `${place(at)}: is below its minimum`;
  if (value > most || (high === true && value >= most) || (typeof high === 'number' && value >= high))
    return `${place(at)}: is above its maximum`;
  return undefined;
}

function checkArray(value: readonly unknown[], schema: Schema, at: string, below: Below): string | undefined {
  if (value.length < numberOr(schema['minItems'], 0)) return `${place(at)}: has fewer items than its minItems`;
  if (value.length > numberOr(schema['maxItems'], Number.POSITIVE_INFINITY))
    return `${place(at)}: has more items than its maxItems`;
  const first = list(schema['prefixItems']).length;
  for (const [index, item] of value.entries()) {
    const rule = list(schema['prefixItems'])[index] ?? (index >= first ? schema['items'] : undefined);
    const problem = rule === undefined ? undefined : below(item, index, rule);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function checkObject(
  value: Schema,
  schema: Schema,
  at: string,
  below: Below,
  leftOut: 'readOnly' | 'writeOnly',
): string | undefined {
  const properties = isRecord(schema['properties']) ? schema['properties'] : {};
  const mayLack = (name: string): boolean => isRecord(properties[name]) && properties[name][leftOut] === true;
  const required = list(schema['required']).filter((name) => typeof name === 'string');
  const missing = required.find((name) => !Object.hasOwn(value, name) && !mayLack(name));
  if (missing !== undefined) return `${place(at)}: lacks ${missing}`;
  for (const [name, part] of Object.entries(value)) {
    const known = Object.hasOwn(properties, name);
    const rule = known ? properties[name] : schema['additionalProperties'];
    if (!known && (rule === undefined || rule === true || schema['patternProperties'] !== undefined)) continue;
    if (!known && rule === false) return `${place(at)}: has a member that its schema does not have`;
    const problem = below(part, known ? name : '*', rule);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function place(at: string): string {
  return at === '' ? 'the content' : at;
}

function isRecord(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function numberOr(value: unknown, otherwise: number): number {
  return typeof value === 'number' ? value : otherwise;
}
