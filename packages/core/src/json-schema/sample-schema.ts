// A value that a JSON schema accepts: its example, its default, or the smallest thing of its type, drawn from a seed.
import { asList, asSchema, flattenSchema, type JsonSchema } from './flatten-schema.js';
import { sampleString } from './sample-string.js';

export interface Sampling {
  readonly random: () => number;
  /** Follows a reference; undefined for one that leads nowhere. */
  readonly resolve: (value: unknown) => unknown;
  /** Properties that are marked so are left out, required or not: `writeOnly` for an answer. */
  readonly omit?: 'readOnly' | 'writeOnly';
  /** About how many optional members a value may have in all. Otherwise none: what is optional may be what a server does not expect. */
  readonly optionalMembers?: number;
  /** Values are made from types and limits alone, whatever examples and defaults the schema has. */
  readonly ignoreExamples?: boolean;
}

/** Where a sample stands: how deep, and how many optional members may still come. */
interface Progress extends Sampling {
  readonly budget: { left: number };
}

const DEEPEST = 12;

/** What cannot be made is the nearest thing to it: `not`, and limits that contradict each other, are the caller's to judge. */
export function sampleSchema(raw: unknown, sampling: Sampling): unknown {
  return sample(raw, { ...sampling, budget: { left: sampling.optionalMembers ?? 0 } }, 0);
}

function sample(raw: unknown, progress: Progress, depth: number): unknown {
  if (depth > DEEPEST) return null;
  const schema = flattenSchema(raw, progress);
  if (!schema) return raw === true ? {} : null;
  const given = givenValue(schema, progress);
  return given === undefined ? sampleType(typeOf(schema), schema, progress, depth) : given.value;
}

/** A value that the schema itself names. */
function givenValue(schema: JsonSchema, { random, ignoreExamples }: Progress): { readonly value: unknown } | undefined {
  const choices = asList(schema['enum']);
  const only = schema['const'];
  // An alternative may have brought a constant that the enum beside it leaves out.
  const isChoice = choices.length === 0 || choices.some((choice) => JSON.stringify(choice) === JSON.stringify(only));
  if (only !== undefined && isChoice) return { value: only };
  if (!ignoreExamples) {
    for (const value of [schema['example'], asList(schema['examples'])[0], schema['default']])
      if (value !== undefined && value !== null) return { value };
  }
  return choices.length > 0 ? { value: choices[Math.floor(random() * choices.length)] } : undefined;
}

function sampleType(type: string, schema: JsonSchema, progress: Progress, depth: number): unknown {
  switch (type) {
    case 'string':
      return sampleString(schema, progress.random);
    case 'integer':
    case 'number':
      return sampleNumber(schema, type === 'integer', progress.random);
    case 'boolean':
      return progress.random() < 0.5;
    case 'array':
      return sampleArray(schema, progress, depth);
    case 'object':
      return sampleObject(schema, progress, depth);
    default:
      return null;
  }
}

const MOST_ITEMS = 100;

function sampleArray(schema: JsonSchema, progress: Progress, depth: number): unknown {
  const prefix = asList(schema['prefixItems']);
  const least = numberOr(schema['minItems'], 0);
  const most = numberOr(schema['maxItems'], MOST_ITEMS);
  // An empty list says nothing; below a few levels it keeps a schema that holds itself small.
  const wanted = Math.max(least, depth > 4 ? 0 : 1, Math.min(prefix.length, most));
  const items = Array.from({ length: Math.min(wanted, most, MOST_ITEMS) }, (_, index) =>
    sample(prefix[index] ?? schema['items'] ?? {}, progress, depth + 1),
  );
  if (schema['contains'] !== undefined) {
    const needed = numberOr(schema['minContains'], 1);
    for (let index = 0; index < needed && index < MOST_ITEMS; index += 1)
      items[prefix.length + index] = sample(schema['contains'], progress, depth + 1);
  }
  return schema['uniqueItems'] === true ? distinct(items, schema, progress, depth) : items;
}

/** Draws again what is there already, a few times; a schema of few values has no more. */
function distinct(items: readonly unknown[], schema: JsonSchema, progress: Progress, depth: number): unknown {
  const found = new Map<string, unknown>();
  for (const item of items) {
    let candidate = item;
    for (let draw = 0; draw < 20 && found.has(JSON.stringify(candidate)); draw += 1)
      candidate = sample(schema['items'] ?? {}, { ...progress, ignoreExamples: true }, depth + 1);
    found.set(JSON.stringify(candidate), candidate);
  }
  return [...found.values()];
}

function sampleObject(schema: JsonSchema, progress: Progress, depth: number): unknown {
  const properties = asSchema(schema['properties']) ?? {};
  const isLeftOut = (name: string): boolean =>
    progress.omit !== undefined && flattenSchema(properties[name], progress)?.[progress.omit] === true;
  const members = new Map<string, unknown>();
  const add = (name: string): void => {
    if (members.has(name) || (Object.hasOwn(properties, name) && isLeftOut(name))) return;
    const inner = Object.hasOwn(properties, name) ? properties[name] : schemaOfOther(schema, name);
    members.set(name, inner === undefined ? 'value' : sample(inner, progress, depth + 1));
    for (const needed of asList(asSchema(schema['dependentRequired'])?.[name])) add(String(needed));
  };
  for (const name of asList(schema['required'])) add(String(name));
  for (const name of Object.keys(properties)) {
    if (progress.budget.left <= 0 || members.size >= numberOr(schema['maxProperties'], Number.POSITIVE_INFINITY)) break;
    if (members.has(name) || properties[name] === false || isLeftOut(name)) continue;
    progress.budget.left -= 1;
    add(name);
  }
  fillUp(schema, properties, members, add, progress, depth);
  return Object.fromEntries(members);
}

/** More members where the schema asks for a number of them: its own first, then names that it lets through. */
function fillUp(
  schema: JsonSchema,
  properties: JsonSchema,
  members: ReadonlyMap<string, unknown>,
  add: (name: string) => void,
  progress: Progress,
  depth: number,
): void {
  const least = Math.min(numberOr(schema['minProperties'], 0), MOST_ITEMS);
  for (const name of Object.keys(properties)) if (members.size < least) add(name);
  for (let index = 1; members.size < least && index <= 2 * MOST_ITEMS; index += 1) {
    const rule = asSchema(schema['propertyNames']);
    const [pattern] = Object.keys(asSchema(schema['patternProperties']) ?? {});
    const named = rule ?? (pattern === undefined ? undefined : { type: 'string', pattern });
    add(named ? String(sample(named, { ...progress, ignoreExamples: true }, depth + 1)) : `key${index}`);
  }
}

function schemaOfOther(schema: JsonSchema, name: string): unknown {
  const patterns = Object.entries(asSchema(schema['patternProperties']) ?? {});
  const fitting = patterns.find(([pattern]) => matches(pattern, name));
  if (fitting) return fitting[1];
  const others = schema['additionalProperties'];
  return typeof others === 'object' ? others : undefined;
}

function matches(pattern: string, text: string): boolean {
  try {
    return new RegExp(pattern, 'u').test(text);
  } catch {
    // A pattern of another dialect says nothing about names.
    return false;
  }
}

const LARGEST = { int32: 2 ** 31 - 1 } as const;

function sampleNumber(schema: JsonSchema, whole: boolean, random: () => number): number {
  const step = numberOr(schema['multipleOf'], whole ? 1 : 0.01);
  const above = typeof schema['exclusiveMinimum'] === 'number' ? schema['exclusiveMinimum'] + step : undefined;
  const below = typeof schema['exclusiveMaximum'] === 'number' ? schema['exclusiveMaximum'] - step : undefined;
  const low = Math.max(
    above ?? Number.NEGATIVE_INFINITY,
    numberOr(schema['minimum'], Math.min(1, below ?? 1, numberOr(schema['maximum'], 1))),
  );
  const limit = Math.min(below ?? Number.POSITIVE_INFINITY, numberOr(schema['maximum'], low + 99 * step));
  // Whole numbers beyond 2^53 are not read back as they were written.
  const largest = schema['format'] === 'int32' ? LARGEST.int32 : whole ? Number.MAX_SAFE_INTEGER : limit;
  const high = Math.min(limit, largest);
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.max(first, Math.floor(high / step + 1e-9));
  const value = (first + Math.floor(random() * (last - first + 1))) * step;
  return whole ? Math.round(value) : Number(value.toFixed(6));
}

/** The type that the schema names, else the one that its keywords are about (JSON Schema validation 2020-12, section 6). */
export function typeOf(schema: JsonSchema): string {
  const { type } = schema as { type?: unknown };
  const named = Array.isArray(type) ? (type.find((name) => name !== 'null') ?? type[0]) : type;
  if (typeof named === 'string') return named;
  for (const [about, keywords] of Object.entries(ABOUT))
    if (keywords.some((keyword) => schema[keyword] !== undefined)) return about;
  return 'string';
}

const ABOUT = {
  object: ['properties', 'required', 'additionalProperties', 'patternProperties', 'minProperties', 'maxProperties'],
  array: ['items', 'prefixItems', 'contains', 'minItems', 'maxItems', 'uniqueItems'],
  number: ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'],
} as const;

function numberOr(value: unknown, otherwise: number): number {
  return typeof value === 'number' ? value : otherwise;
}
