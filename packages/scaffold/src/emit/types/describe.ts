import type { SchemaObject } from '../../model/api-model.js';

/** What a documentation comment says of a schema. */
export function describe(schema: SchemaObject): readonly string[] {
  const text = schema.description ?? schema.title;
  const value = schema.default === undefined ? undefined : JSON.stringify(schema.default);
  return [
    ...(text === undefined || text.trim() === '' ? [] : [text]),
    ...(value === undefined || value.length > 80 ? [] : [`@default ${value}`]),
    ...(schema.deprecated ? ['@deprecated'] : []),
  ];
}
