import type { Schema, SchemaId, SchemaObject } from '../model/api-model.js';

/** The schemas directly inside a schema, in a fixed order. */
export function subschemasOf(schema: Schema): readonly Schema[] {
  if (typeof schema === 'boolean') return [];
  const one: readonly (Schema | undefined)[] = [
    schema.items,
    schema.contains,
    schema.unevaluatedItems,
    schema.additionalProperties,
    schema.propertyNames,
    schema.unevaluatedProperties,
    schema.not,
    schema.if,
    schema.then,
    schema.else,
  ];
  return [
    ...one.filter((inner) => inner !== undefined),
    ...(schema.properties?.values() ?? []),
    ...(schema.patternProperties?.values() ?? []),
    ...(schema.dependentSchemas?.values() ?? []),
    ...(schema.prefixItems ?? []),
    ...(schema.allOf ?? []),
    ...(schema.anyOf ?? []),
    ...(schema.oneOf ?? []),
  ];
}

/** The named schemas that a schema refers to, without following them. */
export function referencesOf(schema: Schema): ReadonlySet<SchemaId> {
  const found = new Set<SchemaId>();
  const visit = (inner: Schema): void => {
    if (typeof inner === 'boolean') return;
    for (const id of ownReferences(inner)) found.add(id);
    for (const next of subschemasOf(inner)) visit(next);
  };
  visit(schema);
  return found;
}

function ownReferences(schema: SchemaObject): readonly SchemaId[] {
  return [...(schema.ref === undefined ? [] : [schema.ref]), ...(schema.discriminator?.mapping.values() ?? [])];
}
