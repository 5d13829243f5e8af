// The schema of a response and that of a request, which differ in readOnly and writeOnly members, made one again.
import type { Schema, SchemaObject } from '../../../model/api-model.js';

/** The response has every member in its order; what is writeOnly stands in it as a mark, and in the request as it is. */
export function joinVariants(response: Schema, request: Schema): Schema {
  if (typeof response === 'boolean' || typeof request === 'boolean') return response;
  const joined: { -readonly [Key in keyof SchemaObject]: SchemaObject[Key] } = { ...response };
  if (response.properties) {
    const properties = new Map<string, Schema>();
    const names = new Set(response.required);
    for (const [name, property] of response.properties) {
      const sent = request.properties?.get(name);
      const isMark = typeof property === 'object' && property.writeOnly === true && property.not === true;
      properties.set(
        name,
        isMark ? (sent ?? { writeOnly: true }) : sent === undefined ? property : joinVariants(property, sent),
      );
      if (isMark && request.required?.includes(name)) names.add(name);
    }
    joined.properties = properties;
    if (names.size > 0) joined.required = [...names];
  }
  for (const key of ['items', 'additionalProperties', 'not', 'if', 'then', 'else', 'contains'] as const) {
    const [own, sent] = [response[key], request[key]];
    if (own !== undefined && sent !== undefined) joined[key] = joinVariants(own, sent);
  }
  for (const key of ['allOf', 'anyOf', 'oneOf', 'prefixItems'] as const) {
    const [own, sent] = [response[key], request[key]];
    if (own && sent?.length === own.length)
      joined[key] = own.map((member, index) => joinVariants(member, sent[index] ?? true));
  }
  return joined;
}
