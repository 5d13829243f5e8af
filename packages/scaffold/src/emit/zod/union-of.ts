import type { Schema, SchemaObject } from '../../model/api-model.js';
import { areDisjoint, casesOf } from '../../plan/alternatives.js';
import { code, ident, key, str } from '../code.js';
import { type Doc, type Entry, entry, group } from '../layout.js';
import { helper, listOf } from './call.js';
import type { ZodContext } from './context.js';
import { noted, zodOf } from './zod-of.js';

export function unionOf(members: readonly Entry[]): Doc {
  const [only] = members;
  if (members.length === 1 && only !== undefined) return only.doc;
  return group(code`z.union([`, members, code`])`);
}

export function oneOfSchemas(context: ZodContext, schema: SchemaObject): Doc | undefined {
  const { oneOf } = schema;
  if (!oneOf) return undefined;
  const [only] = oneOf;
  if (oneOf.length === 1 && only !== undefined) return zodOf(context, only);
  const tagged = byDiscriminator(context, schema, oneOf);
  if (tagged) return tagged;
  const members = oneOf.map((member) => noted(context, member));
  return areDisjoint(context.plan.model, oneOf) ? unionOf(members) : helper(context, 'oneOf', [listOf(members)]);
}

export function anyOfSchemas(context: ZodContext, schema: SchemaObject): Doc | undefined {
  const { anyOf } = schema;
  if (!anyOf) return undefined;
  const tagged = byDiscriminator(context, schema, anyOf);
  if (tagged) return tagged;
  const members = anyOf.map((member) => noted(context, member));
  return areDisjoint(context.plan.model, anyOf) ? unionOf(members) : helper(context, 'anyOf', [listOf(members)]);
}

/**
 * With a discriminator the value of its property names the one schema that counts (OpenAPI 3.1.1, discriminator object).
 * undefined where a member of the union cannot be told by the property.
 */
function byDiscriminator(context: ZodContext, schema: SchemaObject, members: readonly Schema[]): Doc | undefined {
  const { discriminator } = schema;
  const cases = casesOf(context.plan.model, schema, members);
  if (!discriminator || !cases) return undefined;
  const entries = [...cases].map(([value, id]) =>
    entry(ident(context.plan.nameOf(id, context.direction)), { head: code`${key(value)}: ` }),
  );
  return helper(context, 'byDiscriminator', [
    str(discriminator.propertyName),
    group(code`{`, entries, code`}`, { padded: true }),
  ]);
}
