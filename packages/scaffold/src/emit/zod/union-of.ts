import type { Json, Schema, SchemaId, SchemaObject } from '../../model/api-model.js';
import { code, ident, key, str } from '../code.js';
import { type Doc, entry, group } from '../layout.js';
import { helper, list } from './call.js';
import type { ZodContext } from './context.js';
import { zodOf } from './zod-of.js';

export function unionOf(members: readonly Doc[]): Doc {
  const [only] = members;
  if (members.length === 1 && only !== undefined) return only;
  return group(
    code`z.union([`,
    members.map((member) => entry(member)),
    code`])`,
  );
}

export function oneOfSchemas(context: ZodContext, schema: SchemaObject): Doc | undefined {
  const { oneOf } = schema;
  if (!oneOf) return undefined;
  const [only] = oneOf;
  if (oneOf.length === 1 && only !== undefined) return zodOf(context, only);
  const tagged = byDiscriminator(context, schema, oneOf);
  if (tagged) return tagged;
  const members = oneOf.map((member) => zodOf(context, member));
  return areDisjoint(context, oneOf) ? unionOf(members) : helper(context, 'oneOf', [list(members)]);
}

export function anyOfSchemas(context: ZodContext, schema: SchemaObject): Doc | undefined {
  const { anyOf } = schema;
  if (!anyOf) return undefined;
  const tagged = byDiscriminator(context, schema, anyOf);
  if (tagged) return tagged;
  const members = anyOf.map((member) => zodOf(context, member));
  return areDisjoint(context, anyOf) ? unionOf(members) : helper(context, 'anyOf', [list(members)]);
}

/** Whether no value can be of two of the schemas, by their types alone. */
function areDisjoint(context: ZodContext, schemas: readonly Schema[]): boolean {
  const seen = new Set<string>();
  for (const schema of schemas) {
    const types = typesOf(context, schema, 8);
    if (types === undefined) return false;
    for (const type of types) {
      const group = type === 'integer' ? 'number' : type;
      if (seen.has(group)) return false;
      seen.add(group);
    }
  }
  return true;
}

function typesOf(context: ZodContext, schema: Schema, depth: number): readonly string[] | undefined {
  if (typeof schema === 'boolean' || depth === 0) return undefined;
  if (schema.types) return schema.types;
  if (schema.enum)
    return [
      ...new Set(
        schema.enum.map((value: Json) => (value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value)),
      ),
    ];
  return schema.ref === undefined
    ? undefined
    : typesOf(context, context.plan.model.schemas.get(schema.ref)?.schema ?? true, depth - 1);
}

/**
 * With a discriminator the value of its property names the one schema that counts (OpenAPI 3.1.1, discriminator object).
 * undefined where a member of the union cannot be told by the property.
 */
function byDiscriminator(context: ZodContext, schema: SchemaObject, members: readonly Schema[]): Doc | undefined {
  const { discriminator } = schema;
  if (!discriminator) return undefined;
  const cases = new Map<string, SchemaId>();
  for (const member of members) {
    const id = typeof member === 'object' ? member.ref : undefined;
    if (id === undefined) return undefined;
    const mapped = [...discriminator.mapping].filter(([, target]) => target === id).map(([value]) => value);
    const values =
      mapped.length > 0
        ? mapped
        : (constantsOf(context, id, discriminator.propertyName) ?? [context.plan.model.schemas.get(id)?.name ?? '']);
    for (const value of values) {
      if (cases.has(value)) return undefined;
      cases.set(value, id);
    }
  }
  const entries = [...cases].map(([value, id]) =>
    entry(ident(context.plan.nameOf(id, context.direction)), { head: code`${key(value)}: ` }),
  );
  return helper(context, 'byDiscriminator', [
    str(discriminator.propertyName),
    group(code`{`, entries, code`}`, { padded: true }),
  ]);
}

/** The texts that a property of a schema may be, where an enum lists them. */
function constantsOf(context: ZodContext, id: SchemaId, property: string): readonly string[] | undefined {
  const schema = context.plan.model.schemas.get(id)?.schema;
  if (typeof schema !== 'object') return undefined;
  const holders: readonly Schema[] = [schema, ...(schema.allOf ?? [])];
  for (const holder of holders) {
    const values = typeof holder === 'object' ? holder.properties?.get(property) : undefined;
    if (typeof values === 'object' && values.enum?.every((value) => typeof value === 'string'))
      return values.enum.map(String);
  }
  return undefined;
}
