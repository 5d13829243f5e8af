import type { Discriminator, Json, Schema, SchemaId, SchemaObject } from '../../model/api-model.js';
import { type JsonObject, objectOf } from './json-object.js';

export interface SchemaContext {
  /** The key of each named schema in `components.schemas`. */
  readonly names: ReadonlyMap<SchemaId, string>;
}

type Write<Key extends keyof SchemaObject> = (
  context: SchemaContext,
  value: NonNullable<SchemaObject[Key]>,
) => Json | undefined;

/** How each keyword is written, in the order in which they are. A keyword of the model without a line does not compile. */
const KEYWORDS: { readonly [Key in keyof Required<SchemaObject>]: Write<Key> } = {
  ref: reference,
  title: asItIs,
  description: asItIs,
  types: (_, types) => (types.length === 1 ? (types[0] ?? []) : types),
  deprecated: asItIs,
  readOnly: asItIs,
  writeOnly: asItIs,
  enum: asItIs,
  default: asItIs,
  examples: asItIs,
  format: asItIs,
  contentEncoding: asItIs,
  minimum: asItIs,
  maximum: asItIs,
  exclusiveMinimum: asItIs,
  exclusiveMaximum: asItIs,
  multipleOf: asItIs,
  minLength: asItIs,
  maxLength: asItIs,
  pattern: asItIs,
  required: asItIs,
  properties: schemaMap,
  patternProperties: schemaMap,
  additionalProperties: schemaJson,
  propertyNames: schemaJson,
  minProperties: asItIs,
  maxProperties: asItIs,
  dependentRequired: (_, names) => Object.fromEntries([...names].map(([name, others]) => [name, [...others]])),
  dependentSchemas: schemaMap,
  unevaluatedProperties: schemaJson,
  prefixItems: schemaList,
  items: schemaJson,
  contains: schemaJson,
  minContains: asItIs,
  maxContains: asItIs,
  minItems: asItIs,
  maxItems: asItIs,
  uniqueItems: asItIs,
  unevaluatedItems: schemaJson,
  allOf: schemaList,
  anyOf: schemaList,
  oneOf: schemaList,
  not: schemaJson,
  if: schemaJson,
  // biome-ignore lint/suspicious/noThenProperty: JSON Schema's keyword; nothing awaits this table
  then: schemaJson,
  else: schemaJson,
  discriminator: discriminatorJson,
};

const NAMES_THAT_DIFFER: Readonly<Record<string, string>> = { ref: '$ref', types: 'type' };

/** JSON Schema 2020-12, as OpenAPI 3.1 has it. */
export function schemaJson(context: SchemaContext, schema: Schema): Json {
  if (typeof schema === 'boolean') return schema;
  const members = Object.keys(KEYWORDS).map((key) => {
    const keyword = key as keyof SchemaObject;
    return [NAMES_THAT_DIFFER[key] ?? key, written(context, schema, keyword)] as const;
  });
  return objectOf(Object.fromEntries(members));
}

function written<Key extends keyof SchemaObject>(
  context: SchemaContext,
  schema: SchemaObject,
  key: Key,
): Json | undefined {
  const value = schema[key];
  if (value === undefined) return undefined;
  // A default of null is a value like any other.
  if (value === null) return null;
  const write: Write<Key> = KEYWORDS[key];
  return write(context, value);
}

function asItIs(_: SchemaContext, value: Json): Json {
  return value;
}

function reference({ names }: SchemaContext, id: SchemaId): Json {
  const name = names.get(id);
  if (name === undefined) throw new Error(`the schema ${id} is not in the model`);
  return `#/components/schemas/${name}`;
}

function schemaList(context: SchemaContext, schemas: readonly Schema[]): Json {
  return schemas.map((schema) => schemaJson(context, schema));
}

function schemaMap(context: SchemaContext, schemas: ReadonlyMap<string, Schema>): JsonObject {
  return Object.fromEntries([...schemas].map(([name, schema]) => [name, schemaJson(context, schema)]));
}

function discriminatorJson(context: SchemaContext, { propertyName, mapping }: Discriminator): Json {
  const entries = [...mapping].map(([value, id]) => [value, reference(context, id)] as const);
  return objectOf({ propertyName, mapping: entries.length === 0 ? undefined : Object.fromEntries(entries) });
}
