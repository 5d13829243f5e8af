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

/**
 * Which schema each value of a discriminator's property stands for. undefined where the property cannot tell them apart: a
 * member has no name, two have one value, or a schema does not allow the value that is said to name it.
 */
export function casesOf(
  model: ApiModel,
  { discriminator }: SchemaObject,
  members: readonly Schema[],
): ReadonlyMap<string, SchemaId> | undefined {
  if (!discriminator) return undefined;
  const { propertyName, mapping } = discriminator;
  const cases = new Map<string, SchemaId>();
  for (const member of members) {
    const id = typeof member === 'object' ? member.ref : undefined;
    if (id === undefined) return undefined;
    const mapped = [...mapping].filter(([, target]) => target === id).map(([value]) => value);
    const allowed = constantsOf(model, { ref: id }, propertyName);
    const values = mapped.length > 0 ? mapped : (allowed ?? [model.schemas.get(id)?.name ?? '']);
    for (const value of values) {
      if (cases.has(value) || allowed?.includes(value) === false) return undefined;
      cases.set(value, id);
    }
  }
  return cases;
}

/** Whether a value of the schema has the property of its discriminator, with this text and no other. */
export function isTagged(model: ApiModel, id: SchemaId, property: string, value: string): boolean {
  const values = constantsOf(model, { ref: id }, property);
  return values?.length === 1 && values[0] === value && isRequired(model, { ref: id }, property);
}

function isRequired(model: ApiModel, schema: Schema, property: string, depth = MOST_PARTS): boolean {
  if (typeof schema !== 'object' || depth === 0) return false;
  if (schema.required?.includes(property)) return true;
  return partsOf(model, schema).some((part) => isRequired(model, part, property, depth - 1));
}

/** How deep schemas are looked into that are parts of one another. */
const MOST_PARTS = 8;

/** What must hold besides the schema's own keywords. */
function partsOf(model: ApiModel, { ref, allOf = [] }: SchemaObject): readonly Schema[] {
  return ref === undefined ? allOf : [model.schemas.get(ref)?.schema ?? true, ...allOf];
}

/** The texts that a property of a schema may be, where an enum lists them. */
function constantsOf(
  model: ApiModel,
  schema: Schema,
  property: string,
  depth = MOST_PARTS,
): readonly string[] | undefined {
  if (typeof schema !== 'object' || depth === 0) return undefined;
  const values = schema.properties?.get(property);
  const own = values === undefined ? undefined : textsOf(model, values);
  const lists = [own, ...partsOf(model, schema).map((part) => constantsOf(model, part, property, depth - 1))];
  // Each must hold: what is left is what all of them list.
  return lists.reduce((all, list) => all?.filter((text) => list?.includes(text) !== false) ?? list, undefined);
}

function textsOf(model: ApiModel, schema: Schema, depth = MOST_PARTS): readonly string[] | undefined {
  if (typeof schema !== 'object' || depth === 0) return undefined;
  if (schema.enum?.every((value) => typeof value === 'string')) return schema.enum.map(String);
  return partsOf(model, schema)
    .map((part) => textsOf(model, part, depth - 1))
    .find((texts) => texts !== undefined);
}
