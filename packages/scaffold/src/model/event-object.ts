import type { ApiModel, Schema } from './api-model.js';

const FIELDS: ReadonlySet<string> = new Set(['data', 'event', 'id', 'retry']);

/**
 * Whether the items of an event stream are the events themselves, as OpenAPI 3.2.0 (4.14.3.2) describes them, by the fields
 * of the HTML standard (9.2.6). Any other item is what stands in `data`, as JSON.
 */
export function isEventObject(model: ApiModel, schema: Schema): boolean {
  const names = new Set<string>();
  collectNames(model, schema, names, 8);
  return names.has('data') && [...names].every((name) => FIELDS.has(name));
}

function collectNames(model: ApiModel, schema: Schema, names: Set<string>, depth: number): void {
  if (typeof schema === 'boolean' || depth === 0) return;
  for (const name of schema.properties?.keys() ?? []) names.add(name);
  const target = schema.ref === undefined ? undefined : model.schemas.get(schema.ref)?.schema;
  for (const inner of [target, ...(schema.allOf ?? []), ...(schema.anyOf ?? []), ...(schema.oneOf ?? [])])
    if (inner !== undefined) collectNames(model, inner, names, depth - 1);
}
