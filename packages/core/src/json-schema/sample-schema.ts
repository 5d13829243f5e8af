// A value that a JSON schema accepts: its example, its default, or the smallest thing of its type, drawn from a seed.

type Schema = Readonly<Record<string, unknown>>;

export interface Sampling {
  readonly random: () => number;
  /** Follows a reference; undefined for one that leads nowhere. */
  readonly resolve: (value: unknown) => unknown;
}

const DEEPEST = 12;

export function sampleSchema(raw: unknown, sampling: Sampling, depth = 0): unknown {
  const schema = asSchema(sampling.resolve(raw));
  if (!schema || depth > DEEPEST) return null;
  for (const name of ['const', 'example', 'default'] as const) if (schema[name] !== undefined) return schema[name];
  const [example] = asList(schema['examples']);
  if (example !== undefined) return example;
  const choices = asList(schema['enum']);
  if (choices.length > 0) return choices[Math.floor(sampling.random() * choices.length)];
  const parts = asList(schema['allOf']);
  if (parts.length > 0) return sampleAll([...parts, withoutAllOf(schema)], sampling, depth);
  const [alternative] = [...asList(schema['oneOf']), ...asList(schema['anyOf'])];
  if (alternative !== undefined) return sampleSchema(alternative, sampling, depth + 1);
  return sampleType(typeOf(schema), schema, sampling, depth);
}

function sampleType(type: string, schema: Schema, sampling: Sampling, depth: number): unknown {
  switch (type) {
    case 'string':
      return sampleString(schema, sampling.random);
    case 'integer':
    case 'number':
      return sampleNumber(schema, type === 'integer', sampling.random);
    case 'boolean':
      return sampling.random() < 0.5;
    case 'array':
      return Array.from({ length: Math.min(Math.max(1, numberOr(schema['minItems'], 1)), 20) }, () =>
        sampleSchema(schema['items'] ?? {}, sampling, depth + 1),
      );
    case 'object':
      return sampleObject(schema, sampling, depth);
    default:
      return null;
  }
}

/** The required members, and no others: what is optional may be what the server does not expect. */
function sampleObject(schema: Schema, sampling: Sampling, depth: number): unknown {
  const properties = asSchema(schema['properties']) ?? {};
  const names = asList(schema['required']).map(String);
  return Object.fromEntries(
    names.map((name) => [
      name,
      Object.hasOwn(properties, name) ? sampleSchema(properties[name], sampling, depth + 1) : 'value',
    ]),
  );
}

function sampleAll(parts: readonly unknown[], sampling: Sampling, depth: number): unknown {
  const values = parts.map((part) => sampleSchema(part, sampling, depth + 1));
  const objects = values.filter((value) => typeof value === 'object' && value !== null && !Array.isArray(value));
  return objects.length > 0 ? Object.assign({}, ...objects) : values[0];
}

function withoutAllOf(schema: Schema): Schema {
  return Object.fromEntries(Object.entries(schema).filter(([name]) => name !== 'allOf'));
}

const FORMATS: Readonly<Record<string, (random: () => number) => string>> = {
  date: (random) => `2026-${two(1 + random() * 12)}-${two(1 + random() * 28)}`,
  'date-time': (random) => `2026-${two(1 + random() * 12)}-${two(1 + random() * 28)}T${two(random() * 24)}:00:00Z`,
  time: (random) => `${two(random() * 24)}:00:00Z`,
  email: (random) => `${word(8, random)}@example.com`,
  uuid: (random) => `${hex(8, random)}-${hex(4, random)}-4${hex(3, random)}-8${hex(3, random)}-${hex(12, random)}`,
  uri: (random) => `https://example.com/${word(6, random)}`,
  hostname: () => 'example.com',
  ipv4: () => '192.0.2.1',
  ipv6: () => '2001:db8::1',
};

function sampleString(schema: Schema, random: () => number): string {
  const make = Object.hasOwn(FORMATS, String(schema['format'])) ? FORMATS[String(schema['format'])] : undefined;
  if (make) return make(random);
  const least = numberOr(schema['minLength'], 1);
  return word(Math.min(Math.max(least, 8), numberOr(schema['maxLength'], Math.max(least, 8))), random);
}

function sampleNumber(schema: Schema, whole: boolean, random: () => number): number {
  const step = numberOr(schema['multipleOf'], whole ? 1 : 0.01);
  const above = typeof schema['exclusiveMinimum'] === 'number' ? schema['exclusiveMinimum'] + step : undefined;
  const below = typeof schema['exclusiveMaximum'] === 'number' ? schema['exclusiveMaximum'] - step : undefined;
  const low = above ?? numberOr(schema['minimum'], Math.min(1, numberOr(schema['maximum'], 1)));
  const high = below ?? numberOr(schema['maximum'], low + 99 * step);
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.max(first, Math.floor(high / step + 1e-9));
  const value = (first + Math.floor(random() * (last - first + 1))) * step;
  return whole ? Math.round(value) : Number(value.toFixed(6));
}

function typeOf(schema: Schema): string {
  const { type } = schema as { type?: unknown };
  const named = Array.isArray(type) ? type.find((name) => name !== 'null') : type;
  if (typeof named === 'string') return named;
  if (schema['properties'] !== undefined || schema['required'] !== undefined) return 'object';
  if (schema['items'] !== undefined) return 'array';
  if (schema['minimum'] !== undefined || schema['maximum'] !== undefined) return 'number';
  return 'string';
}

function word(length: number, random: () => number): string {
  return Array.from({ length }, () => String.fromCharCode(97 + Math.floor(random() * 26))).join('');
}

function hex(length: number, random: () => number): string {
  return Array.from({ length }, () => Math.floor(random() * 16).toString(16)).join('');
}

function two(value: number): string {
  return String(Math.floor(value)).padStart(2, '0');
}

function numberOr(value: unknown, otherwise: number): number {
  return typeof value === 'number' ? value : otherwise;
}

function asSchema(value: unknown): Schema | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Schema) : undefined;
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
