// How the members of oneOf and anyOf are told apart.
import type { ApiModel, Json, Schema, SchemaId, SchemaObject } from '../model/api-model.js';

/** Whether no value can be of two of the schemas, by their types alone. */
export function areDisjoint(model: ApiModel, schemas: readonly Schema[]): boolean {
  const seen = new Set<string>();
  for (const schema of schemas) {
    const types = typesOf(model, schema);
    if (types === undefined) return false;
    for (const type of types) {
      const group = type === 'integer' ? 'number' : type;
      if (seen.has(group)) return false;
      seen.add(group);
    }
  }
  return true;
}

/** The types that a value of a schema can have; undefined where nothing is said. */
export function typesOf(model: ApiModel, schema: Schema, depth = 8): readonly string[] | undefined {
  if (typeof schema === 'boolean' || depth === 0) return undefined;
  if (schema.types) return schema.types;
  if (schema.enum)
    return [
      ...new Set(
        schema.enum.map((value: Json) => (value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value)),
      ),
    ];
  const parts: readonly Schema[] = [
    ...(schema.ref === undefined ? [] : [model.schemas.get(schema.ref)?.schema ?? true]),
    ...(schema.allOf ?? []),
  ];
  const found = parts.map((part) => typesOf(model, part, depth - 1)).find((types) => types !== undefined);
  if (found) return found;
  const members = schema.oneOf ?? schema.anyOf;
  const each = members?.map((member) => typesOf(model, member, depth - 1));
  return each?.every((types) => types !== undefined) ? [...new Set(each.flat())] : undefined;
}

/** Whether the property of a discriminator chooses the schema in code; else it is a note to the reader. */
export function isToldApart(model: ApiModel, schema: SchemaObject): boolean {
  const members = schema.oneOf ?? schema.anyOf;
  return members !== undefined && members.length > 1 && casesOf(model, schema, members) !== undefined;
}

export function casesOf(
  model: ApiModel,
  { discriminator }: SchemaObject,
  members: readonly Schema[],
): ReadonlyMap<string, SchemaId> | undefined {
  if (!discriminator) return undefined;
  const cases = new Map<string, SchemaId>();
  for (const member of members) {
    const id = typeof member === 'object' ? member.ref : undefined;
    if (id === undefined) return undefined;
    const mapped = [...discriminator.mapping].filter(([, target]) => target === id).map(([value]) => value);
    const values =
      mapped.length > 0
        ? mapped
        : (constantsOf(model, id, discriminator.propertyName) ?? [model.schemas.get(id)?.name ?? '']);
    for (const value of values) {
      if (cases.has(value)) return undefined;
      cases.set(value, id);
    }
  }
  return cases;
}

/** The texts that a property of a schema may be, where an enum lists them. */
function constantsOf(model: ApiModel, id: SchemaId, property: string): readonly string[] | undefined {
  const schema = model.schemas.get(id)?.schema;
  if (typeof schema !== 'object') return undefined;
  const holders: readonly Schema[] = [schema, ...(schema.allOf ?? [])];
  for (const holder of holders) {
    const values = typeof holder === 'object' ? holder.properties?.get(property) : undefined;
    if (typeof values === 'object' && values.enum?.every((value) => typeof value === 'string'))
      return values.enum.map(String);
  }
  return undefined;
}
