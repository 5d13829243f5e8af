import type { Json, NamedSchema, Schema, SchemaId } from './api-model.js';

/** Whether a default is of a type, and one of the values, that its schema has. Deeper constraints are the validator's. */
export function fitsDefault(
  schemas: ReadonlyMap<SchemaId, NamedSchema>,
  schema: Schema,
  value: Json,
  depth = 8,
): boolean {
  if (typeof schema === 'boolean' || depth === 0) return schema !== false;
  const inner = (member: Schema): boolean => fitsDefault(schemas, member, value, depth - 1);
  if (schema.types && !schema.types.some((type) => isOfType(value, type))) return false;
  if (schema.enum && !schema.enum.some((allowed) => JSON.stringify(allowed) === JSON.stringify(value))) return false;
  if (schema.ref !== undefined && !inner(schemas.get(schema.ref)?.schema ?? true)) return false;
  if (schema.allOf && !schema.allOf.every(inner)) return false;
  if (schema.anyOf && !schema.anyOf.some(inner)) return false;
  if (schema.oneOf && !schema.oneOf.some(inner)) return false;
  if (Array.isArray(value) && schema.items !== undefined && typeof schema.items === 'object') {
    const { items } = schema;
    return value.every((item: Json) => fitsDefault(schemas, items, item, depth - 1));
  }
  return true;
}

function isOfType(value: Json, type: string): boolean {
  if (type === 'integer') return Number.isInteger(value);
  if (type === 'null') return value === null;
  if (type === 'array') return Array.isArray(value);
  if (type === 'object') return typeof value === 'object' && value !== null && !Array.isArray(value);
  return typeof value === type;
}
