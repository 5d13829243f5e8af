import type { ApiModel, Schema } from '../model/api-model.js';

/** Whether only objects fit a schema, by the types that it and its parts name. */
export function isObject(model: ApiModel, schema: Schema, depth = 8): boolean {
  if (typeof schema === 'boolean' || depth === 0) return false;
  if (schema.types) return schema.types.length === 1 && schema.types[0] === 'object';
  const inner = (member: Schema): boolean => isObject(model, member, depth - 1);
  if (schema.ref !== undefined && inner(model.schemas.get(schema.ref)?.schema ?? true)) return true;
  if (schema.allOf?.some(inner)) return true;
  return (schema.anyOf?.every(inner) ?? false) || (schema.oneOf?.every(inner) ?? false);
}
