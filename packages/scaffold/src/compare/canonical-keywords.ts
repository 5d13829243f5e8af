// The constraints of a schema for values of one type, without those that ask for nothing.

import { isCheckedFormat } from '../emit/zod/formats.js';
import type { Json, JsonType, Schema, SchemaObject } from '../model/api-model.js';
import { markOf } from '../plan/variants.js';
import { type Canon, type CanonContext, canonicalSchema, isAny } from './canonical-schema.js';

export function canonicalKeywords(context: CanonContext, schema: SchemaObject, type: JsonType): Canon {
  const members = keywordsOf(context, schema, type);
  return Object.fromEntries(Object.entries(members).filter((pair): pair is [string, Json] => pair[1] !== undefined));
}

type Members = Readonly<Record<string, Json | undefined>>;

function keywordsOf(context: CanonContext, schema: SchemaObject, type: JsonType): Members {
  switch (type) {
    case 'null':
    case 'boolean':
      return {};
    case 'integer':
    case 'number':
      return {
        minimum: schema.minimum,
        maximum: schema.maximum,
        exclusiveMinimum: schema.exclusiveMinimum,
        exclusiveMaximum: schema.exclusiveMaximum,
        multipleOf: schema.multipleOf,
      };
    case 'string':
      return {
        minLength: schema.minLength || undefined,
        maxLength: schema.maxLength,
        pattern: schema.pattern,
        format: schema.format !== undefined && isCheckedFormat(schema.format) ? schema.format : undefined,
      };
    case 'array':
      return arrayKeywords(context, schema);
    case 'object':
      return objectKeywords(context, schema);
    default:
      return type satisfies never;
  }
}

function arrayKeywords(context: CanonContext, schema: SchemaObject): Members {
  const canon = (inner: Schema | undefined): Json | undefined => {
    const made = inner === undefined ? undefined : canonicalSchema(context, inner);
    return made === undefined || isAny(made) ? undefined : made;
  };
  const hasContains = schema.contains !== undefined;
  return {
    items: canon(schema.items),
    prefixItems: schema.prefixItems?.map((item) => canonicalSchema(context, item)),
    minItems: schema.minItems || undefined,
    maxItems: schema.maxItems,
    uniqueItems: schema.uniqueItems || undefined,
    contains: hasContains ? canonicalSchema(context, schema.contains ?? true) : undefined,
    minContains: hasContains && schema.minContains !== 1 ? schema.minContains : undefined,
    maxContains: hasContains ? schema.maxContains : undefined,
  };
}

function objectKeywords(context: CanonContext, schema: SchemaObject): Members {
  const rest = schema.additionalProperties === undefined ? {} : canonicalSchema(context, schema.additionalProperties);
  const { properties, names } = propertiesOf(context, schema);
  const said = [...properties].filter(([, canon]) => JSON.stringify(canon) !== JSON.stringify(rest));
  const dependent = [...(schema.dependentRequired ?? [])].filter(([, others]) => others.length > 0);
  const map = (schemas: ReadonlyMap<string, Schema> | undefined): Json | undefined =>
    schemas && schemas.size > 0
      ? Object.fromEntries(
          [...schemas]
            .sort(([a], [b]) => (a < b ? -1 : 1))
            .map(([name, inner]) => [name, canonicalSchema(context, inner)]),
        )
      : undefined;
  return {
    properties: said.length > 0 ? Object.fromEntries(said.sort(([a], [b]) => (a < b ? -1 : 1))) : undefined,
    required: names.size > 0 ? [...names].sort() : undefined,
    additionalProperties: isAny(rest) ? undefined : rest,
    patternProperties: map(schema.patternProperties),
    propertyNames: schema.propertyNames === undefined ? undefined : canonicalSchema(context, schema.propertyNames),
    minProperties: schema.minProperties || undefined,
    maxProperties: schema.maxProperties,
    dependentRequired:
      dependent.length > 0
        ? Object.fromEntries(dependent.map(([name, others]) => [name, [...others].sort()]))
        : undefined,
    dependentSchemas: map(schema.dependentSchemas),
  };
}

/** Members that do not belong in the direction are no part of a schema without a name (as in `plan/object-shape`). */
function propertiesOf(
  context: CanonContext,
  schema: SchemaObject,
): { readonly properties: ReadonlyMap<string, Json>; readonly names: ReadonlySet<string> } {
  const properties = new Map<string, Json>();
  const names = new Set(schema.required);
  const isClosed = schema.additionalProperties !== undefined && schema.additionalProperties !== true;
  for (const [name, property] of schema.properties ?? []) {
    const isLeft = context.direction !== undefined && markOf(context.model, property) === context.direction;
    if (!isLeft) properties.set(name, canonicalSchema(context, property));
    else if (context.direction === 'response') properties.set(name, { not: {}, '@writeOnly': true });
    else if (isClosed) properties.set(name, { '@readOnly': true });
    if (isLeft) names.delete(name);
  }
  return { properties, names };
}
