// Values at the edges of a JSON schema, and just over them: where limits are off by one, and where nobody looked. Only limits
// that the schema names; everything else is as in its sample.
import { asList, asSchema, flattenSchema, type JsonSchema } from '@senior-backend/core/json-schema/flatten-schema';
import { type Sampling, sampleSchema, typeOf } from '@senior-backend/core/json-schema/sample-schema';
import { sampleString } from '@senior-backend/core/json-schema/sample-string';
import { checkSchema } from '../../wire/check-schema.js';

export interface Edge {
  /** What is special about it: `name: 40 long`. */
  readonly label: string;
  readonly value: unknown;
  readonly valid: boolean;
}

const DEEPEST = 4;
/** Of a limit that is larger nothing is sent: it would be a test of the network. */
const LONGEST_TEXT = 10_000;
const MOST_ITEMS = 100;

/** Of requests: what is `readOnly` is left out. Only those that are as they say by the schema itself. */
export function edgesOf(raw: unknown, sampling: Sampling): readonly Edge[] {
  const byLabel = new Map<string, Edge>();
  for (const edge of edges(raw, sampling, 0)) {
    const fits = checkSchema(edge.value, raw, sampling.resolve, 'request') === undefined;
    if (fits === edge.valid && !byLabel.has(edge.label)) byLabel.set(edge.label, edge);
  }
  return [...byLabel.values()];
}

function edges(raw: unknown, sampling: Sampling, depth: number): readonly Edge[] {
  const schema = depth > DEEPEST ? undefined : flattenSchema(raw, sampling);
  if (!schema || schema['const'] !== undefined) return [];
  const choices = asList(schema['enum']);
  if (choices.length > 0) return choiceEdges(choices);
  switch (typeOf(schema)) {
    case 'string':
      return stringEdges(schema, sampling);
    case 'integer':
      return [...numberEdges(schema, 1), { label: 'a text', value: 'x', valid: false }];
    case 'number':
      return [...numberEdges(schema, 0.01), { label: 'a text', value: 'x', valid: false }];
    case 'boolean':
      return [true, false].map((value) => ({ label: String(value), value, valid: true }));
    case 'array':
      return arrayEdges(raw, schema, sampling, depth);
    case 'object':
      return objectEdges(raw, schema, sampling, depth);
    default:
      return [];
  }
}

/** Both ends, and what is not in it. */
function choiceEdges(choices: readonly unknown[]): readonly Edge[] {
  const ends = [...new Set([choices[0], choices.at(-1)])];
  const numbers = choices.filter((choice) => typeof choice === 'number');
  const other = numbers.length > 0 ? Math.max(...numbers) + 1 : `not-${String(choices[0])}`;
  return [
    ...ends.map((value) => ({ label: JSON.stringify(value), value, valid: true })),
    { label: 'not in its enum', value: other, valid: false },
  ];
}

function stringEdges(schema: JsonSchema, { random }: Sampling): readonly Edge[] {
  const [least, most] = [numberIn(schema, 'minLength'), numberIn(schema, 'maxLength')];
  const ofLength = (length: number | undefined, valid: boolean): readonly Edge[] => {
    if (length === undefined || length < 0 || length > LONGEST_TEXT) return [];
    const limits = { ...schema, minLength: length, maxLength: length };
    const value = valid ? sampleString(limits, random) : 'x'.repeat(length);
    const free = schema['format'] === undefined || schema['format'] === 'email';
    const fits = [...value].length === length && (!valid || (free && matches(schema['pattern'], value)));
    return fits ? [{ label: `${length} long`, value, valid }] : [];
  };
  return [
    ...ofLength(least, true),
    ...(most === least ? [] : ofLength(most, true)),
    ...ofLength(least === undefined ? undefined : least - 1, false),
    ...ofLength(most === undefined ? undefined : most + 1, false),
  ];
}

function matches(pattern: unknown, text: string): boolean {
  try {
    return typeof pattern !== 'string' || new RegExp(pattern, 'u').test(text);
  } catch {
    return false; // of another dialect: nobody can say
  }
}

/** Exclusive limits are numbers from OpenAPI 3.1 on, and marks on the others before. */
function numberEdges(schema: JsonSchema, smallest: number): readonly Edge[] {
  const step = numberIn(schema, 'multipleOf') ?? smallest;
  const at = (value: number, label: string, valid: boolean): Edge => ({
    label: `${label} ${round(value)}`,
    value: round(value),
    valid,
  });
  const [least, most] = [numberIn(schema, 'minimum'), numberIn(schema, 'maximum')];
  const [above, below] = [numberIn(schema, 'exclusiveMinimum'), numberIn(schema, 'exclusiveMaximum')];
  const [openBelow, openAbove] = [schema['exclusiveMinimum'] === true, schema['exclusiveMaximum'] === true];
  const low = above ?? (openBelow ? least : undefined);
  const high = below ?? (openAbove ? most : undefined);
  return [
    ...(low !== undefined
      ? [at(low + step, 'smallest', true), at(low, 'not above', false)]
      : least !== undefined
        ? [at(least, 'smallest', true), at(least - step, 'below', false)]
        : []),
    ...(high !== undefined
      ? [at(high - step, 'largest', true), at(high, 'not below', false)]
      : most !== undefined
        ? [at(most, 'largest', true), at(most + step, 'above', false)]
        : []),
  ];
}

function round(value: number): number {
  return Number(value.toFixed(6));
}

function arrayEdges(raw: unknown, schema: JsonSchema, sampling: Sampling, depth: number): readonly Edge[] {
  const base = asList(sampleSchema(raw, sampling));
  const draw = (): unknown => sampleSchema(schema['items'] ?? {}, { ...sampling, ignoreExamples: true });
  const ofSize = (size: number | undefined, valid: boolean): readonly Edge[] => {
    if (size === undefined || size < 0 || size > MOST_ITEMS) return [];
    const value = Array.from({ length: size }, (_, index) => base[index] ?? draw());
    return [{ label: `${size} items`, value, valid }];
  };
  const [least, most] = [numberIn(schema, 'minItems'), numberIn(schema, 'maxItems')];
  const rest = base.slice(1);
  return [
    ...ofSize(least ?? 0, true),
    ...ofSize(most, true),
    ...ofSize(least === undefined ? undefined : least - 1, false),
    ...ofSize(most === undefined ? undefined : most + 1, false),
    ...edges(schema['items'], sampling, depth + 1).map((edge) => ({
      ...edge,
      label: `item ${edge.label}`,
      value: [edge.value, ...rest],
    })),
  ];
}

function objectEdges(raw: unknown, schema: JsonSchema, sampling: Sampling, depth: number): readonly Edge[] {
  const base = asSchema(sampleSchema(raw, sampling)) ?? {};
  const properties = asSchema(schema['properties']) ?? {};
  const required = asList(schema['required']).map(String);
  const whole = sampleSchema(raw, { ...sampling, optionalMembers: Object.keys(properties).length });
  const without = (name: string): JsonSchema =>
    Object.fromEntries(Object.entries(base).filter(([member]) => member !== name));
  const isOurs = (name: string): boolean => flattenSchema(properties[name], sampling)?.['readOnly'] !== true;
  return [
    { label: 'no optional member', value: base, valid: true },
    { label: 'every member', value: whole, valid: true },
    ...required.filter(isOurs).map((name) => ({ label: `without ${name}`, value: without(name), valid: false })),
    ...(schema['additionalProperties'] === false
      ? [{ label: 'an unknown member', value: { ...base, 'x-unknown': 1 }, valid: false }]
      : []),
    ...Object.entries(properties)
      .filter(([name]) => isOurs(name))
      .flatMap(([name, property]) =>
        edges(property, sampling, depth + 1).map((edge) => ({
          ...edge,
          label: `${name}: ${edge.label}`,
          value: { ...base, [name]: edge.value },
        })),
      ),
  ];
}

function numberIn(schema: JsonSchema, keyword: string): number | undefined {
  const value = schema[keyword];
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}
