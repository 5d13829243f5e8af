// One plain schema in the place of references, allOf and alternatives: what a value is drawn from.

export type JsonSchema = Readonly<Record<string, unknown>>;

export interface Flattening {
  /** Draws which of the alternatives is taken. */
  readonly random: () => number;
  /** Follows a reference; undefined for one that leads nowhere. */
  readonly resolve: (value: unknown) => unknown;
}

const DEEPEST = 24;

/**
 * The schema with its references followed, its allOf merged and one of its oneOf, anyOf and if/then/else taken. Undefined for
 * what is no object. An example that stands above an alternative wins over those inside.
 */
export function flattenSchema(raw: unknown, flattening: Flattening, depth = 0): JsonSchema | undefined {
  const own = asSchema(raw);
  if (!own || depth > DEEPEST) return undefined;
  const inner = (part: unknown): JsonSchema => flattenSchema(part, flattening, depth + 1) ?? {};
  const { $ref, allOf, oneOf, anyOf, if: condition, then: whenTrue, else: whenFalse, ...plain } = own;
  let merged: JsonSchema = plain;
  // `resolve` may follow other things than `$ref`; what it leaves alone is the schema itself.
  const target = $ref === undefined ? undefined : flattening.resolve(own);
  if (target !== undefined && target !== own) merged = merge(inner(target), merged);
  for (const part of asList(allOf)) merged = merge(merged, inner(part));
  for (const alternatives of [oneOf, anyOf]) {
    const choice = pick(asList(alternatives), flattening.random);
    if (choice !== undefined) merged = merge(merge(merged, inner(choice)), discriminated(merged, choice));
  }
  if (condition !== undefined) {
    const isMet = whenFalse === undefined || flattening.random() < 0.5;
    merged = merge(merged, isMet ? merge(inner(condition), inner(whenTrue)) : inner(whenFalse));
  }
  return merged;
}

/** The first one mostly, since documents put the usual form there; never `null` where there is more. */
function pick(alternatives: readonly unknown[], random: () => number): unknown {
  const values = alternatives.filter((choice) => asSchema(choice)?.['type'] !== 'null');
  const choices = values.length > 0 ? values : alternatives;
  return random() < 0.6 ? choices[0] : choices[Math.floor(random() * choices.length)];
}

/** The value of the discriminator that stands for an alternative (OpenAPI 3.1.1, 4.8.25). */
function discriminated(schema: JsonSchema, choice: unknown): JsonSchema {
  const discriminator = asSchema(schema['discriminator']);
  const reference = asSchema(choice)?.['$ref'];
  const name = discriminator?.['propertyName'];
  if (typeof name !== 'string' || typeof reference !== 'string') return {};
  const mapped = Object.entries(asSchema(discriminator?.['mapping']) ?? {}).find(
    ([, target]) => target === reference || `#/components/schemas/${String(target)}` === reference,
  );
  const value = mapped?.[0] ?? decodeURIComponent(reference.split('/').at(-1) ?? '');
  return { properties: { [name]: { const: value } }, required: [name] };
}

/** Both schemas hold: members are joined, the narrower limit counts, and otherwise what the first one says. */
function merge(a: JsonSchema, b: JsonSchema): JsonSchema {
  const joined: Record<string, unknown> = { ...b, ...a };
  for (const [keyword, join] of Object.entries(JOINS))
    if (a[keyword] !== undefined && b[keyword] !== undefined) joined[keyword] = join(a[keyword], b[keyword]);
  return joined;
}

type Join = (a: unknown, b: unknown) => unknown;

const larger: Join = (a, b) => Math.max(Number(a), Number(b));
const smaller: Join = (a, b) => Math.min(Number(a), Number(b));
const members: Join = (a, b) => {
  const [left, right] = [asSchema(a) ?? {}, asSchema(b) ?? {}];
  const shared = Object.keys(right).filter((name) => Object.hasOwn(left, name));
  const both = shared.map((name) => [name, { allOf: [right[name], left[name]] }] as const);
  return Object.fromEntries([...Object.entries(left), ...Object.entries(right), ...both]);
};
const common: Join = (a, b) => {
  const right = new Set(asList(b).map((value) => JSON.stringify(value)));
  const both = asList(a).filter((value) => right.has(JSON.stringify(value)));
  // An alternative was taken that fits none of them; another would have.
  return both.length > 0 ? both : a;
};

/** 1, and whatever can be divided by both without remainder where both are whole. */
const multiple: Join = (a, b) => {
  const [left, right] = [Number(a), Number(b)];
  return left % right === 0 ? left : right % left === 0 ? right : left * right;
};

const types: Join = (a, b) => {
  const left = Array.isArray(a) ? a : [a];
  const right = Array.isArray(b) ? b : [b];
  const both = left.filter((type) => right.includes(type));
  if (both.length > 0) return both;
  return left.includes('integer') || right.includes('integer') ? 'integer' : a;
};

const JOINS: Readonly<Record<string, Join>> = {
  type: types,
  properties: members,
  patternProperties: members,
  required: (a, b) => [...new Set([...asList(a), ...asList(b)])],
  enum: common,
  multipleOf: multiple,
  minimum: larger,
  exclusiveMinimum: larger,
  minLength: larger,
  minItems: larger,
  minProperties: larger,
  maximum: smaller,
  exclusiveMaximum: smaller,
  maxLength: smaller,
  maxItems: smaller,
  maxProperties: smaller,
};

export function asSchema(value: unknown): JsonSchema | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonSchema) : undefined;
}

export function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
