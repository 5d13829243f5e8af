// A document of OpenAPI 3.1 as one of 3.0, whose schemas are a dialect of JSON Schema draft 4.
import type { Json } from '../../model/api-model.js';
import { type JsonObject, objectOf } from './json-object.js';

export interface Downgrade {
  readonly document: JsonObject;
  /** Keywords that 3.0 has no word for and that were left out, with how often. */
  readonly leftOut: ReadonlyMap<string, number>;
}

const UNKNOWN: ReadonlySet<string> = new Set(
  'prefixItems contains minContains maxContains patternProperties propertyNames dependentRequired dependentSchemas unevaluatedProperties unevaluatedItems if then else contentEncoding'.split(
    ' ',
  ),
);
const MAPS: ReadonlySet<string> = new Set(['properties', 'schemas']);
const LISTS: ReadonlySet<string> = new Set(['allOf', 'anyOf', 'oneOf']);
const SINGLE: ReadonlySet<string> = new Set(['items', 'not', 'additionalProperties', 'schema']);

export function asOpenApi30(document: JsonObject): Downgrade {
  const leftOut = new Map<string, number>();
  const made = rewrite(withoutLater(document, leftOut), leftOut) as JsonObject;
  return { document: { ...made, openapi: '3.0.3' }, leftOut };
}

/** Webhooks came with 3.1; further methods, and a query as one value, with 3.2. */
function withoutLater({ webhooks, paths, ...others }: JsonObject, leftOut: Map<string, number>): JsonObject {
  const count = (name: string, isThere: boolean): void => {
    if (isThere) leftOut.set(name, (leftOut.get(name) ?? 0) + 1);
  };
  count('webhooks', webhooks !== undefined);
  const kept = Object.entries((paths ?? {}) as JsonObject).map(([path, item]): [string, Json] => {
    const { query, additionalOperations, ...methods } = item as JsonObject;
    count('query', query !== undefined);
    count('additionalOperations', additionalOperations !== undefined);
    return [path, methods];
  });
  return objectOf({ ...others, paths: paths && Object.fromEntries(kept) });
}

/** Schemas stand behind `schema` and in `components.schemas`; everything else is the same in both versions. */
function rewrite(value: Json, leftOut: Map<string, number>, key = ''): Json {
  if (Array.isArray(value)) return value.map((item: Json) => rewrite(item, leftOut));
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).map(([name, inner]): [string, Json] => {
    if (name === 'schema') return [name, schema30(inner, leftOut)];
    if (name === 'schemas' && key === 'components') return [name, mapOf(inner, leftOut)];
    return [name, rewrite(inner, leftOut, name)];
  });
  return Object.fromEntries(members);
}

function mapOf(value: Json, leftOut: Map<string, number>): Json {
  return Object.fromEntries(
    Object.entries(value as JsonObject).map(([name, inner]) => [name, schema30(inner, leftOut)]),
  );
}

function schema30(schema: Json, leftOut: Map<string, number>): Json {
  if (schema === true) return {};
  if (schema === false) return { not: {} };
  const { $ref, ...others } = schema as JsonObject;
  const rest = keywords(others, leftOut);
  if ($ref === undefined) return rest;
  // What stands beside a reference is ignored in 3.0.
  return Object.keys(rest).length === 0 ? { $ref } : { allOf: [{ $ref }], ...rest };
}

function keywords(schema: JsonObject, leftOut: Map<string, number>): JsonObject {
  const members: Record<string, Json> = {};
  for (const [key, value] of Object.entries(schema)) {
    if (UNKNOWN.has(key)) leftOut.set(key, (leftOut.get(key) ?? 0) + 1);
    else if (MAPS.has(key)) members[key] = mapOf(value, leftOut);
    else if (LISTS.has(key)) members[key] = (value as readonly Json[]).map((inner) => schema30(inner, leftOut));
    else if (SINGLE.has(key))
      members[key] = key === 'additionalProperties' && typeof value === 'boolean' ? value : schema30(value, leftOut);
    else members[key] = value;
  }
  if (members['type'] === 'array' && members['items'] === undefined) members['items'] = {};
  return limits(nullable(members));
}

/** `exclusiveMinimum: 0` → `minimum: 0, exclusiveMinimum: true` */
function limits(schema: JsonObject): JsonObject {
  const { exclusiveMinimum, exclusiveMaximum } = schema;
  return objectOf({
    ...schema,
    ...(typeof exclusiveMinimum === 'number' && { minimum: exclusiveMinimum, exclusiveMinimum: true }),
    ...(typeof exclusiveMaximum === 'number' && { maximum: exclusiveMaximum, exclusiveMaximum: true }),
  });
}

/** A list of types becomes alternatives; null among them, or beside them, is `nullable`. */
function nullable(schema: JsonObject): JsonObject {
  const { type, anyOf, oneOf, ...rest } = schema;
  const types = Array.isArray(type) ? (type as readonly string[]) : type === undefined ? [] : [String(type)];
  const others = types.filter((name) => name !== 'null');
  const [only] = others;
  if (types.includes('null') && others.length === 0) return { ...rest, enum: [null], nullable: true };
  const isNull = (member: Json): boolean => JSON.stringify(member) === '{"enum":[null],"nullable":true}';
  const strip = (members: Json | undefined): readonly Json[] | undefined =>
    (members as readonly Json[] | undefined)?.filter((member) => !isNull(member));
  const hadNull = [anyOf, oneOf].some(
    (members) => Array.isArray(members) && members.some((member: Json) => isNull(member)),
  );
  const alternatives = {
    ...(anyOf !== undefined && { anyOf: strip(anyOf) }),
    ...(oneOf !== undefined && { oneOf: strip(oneOf) }),
  };
  const typed =
    others.length > 1
      ? { anyOf: others.map((name) => ({ type: name, ...(name === 'array' && { items: {} }) })) }
      : only === undefined
        ? {}
        : { type: only };
  const all = {
    ...typed,
    ...rest,
    ...(others.length > 1 && anyOf !== undefined ? { allOf: [alternatives as Json] } : alternatives),
  } as JsonObject;
  return types.includes('null') || hadNull ? { ...all, nullable: true } : all;
}
