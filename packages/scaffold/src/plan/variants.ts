// Which schemas look different in a request and in a response.
import type { ApiModel, Schema, SchemaId, SchemaObject } from '../model/api-model.js';
import type { Direction } from './api-plan.js';
import { referencesOf, subschemasOf } from './subschemas.js';

/** The ids of the schemas that hold a readOnly or writeOnly property, themselves or through what they refer to. */
export function directionalSchemas(model: ApiModel): ReadonlySet<SchemaId> {
  const users = new Map<SchemaId, SchemaId[]>();
  const found = new Set<SchemaId>();
  for (const { id, schema } of model.schemas.values()) {
    if (hasMarked(model, schema)) found.add(id);
    for (const target of referencesOf(schema)) users.set(target, [...(users.get(target) ?? []), id]);
  }
  const queue = [...found];
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    for (const user of users.get(id) ?? []) {
      if (found.has(user)) continue;
      found.add(user);
      queue.push(user);
    }
  }
  return found;
}

function hasMarked(model: ApiModel, schema: Schema): boolean {
  if (typeof schema === 'boolean') return false;
  for (const property of schema.properties?.values() ?? []) if (markOf(model, property) !== undefined) return true;
  return subschemasOf(schema).some((inner) => hasMarked(model, inner));
}

/** The direction in which a property is left out. */
export function markOf(model: ApiModel, property: Schema): Direction | undefined {
  if (typeof property === 'boolean') return undefined;
  const target = property.ref === undefined ? undefined : model.schemas.get(property.ref)?.schema;
  const marks = [property, target].filter((schema): schema is SchemaObject => typeof schema === 'object');
  if (marks.some((schema) => schema.readOnly)) return 'request';
  if (marks.some((schema) => schema.writeOnly)) return 'response';
  return undefined;
}
