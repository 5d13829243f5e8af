// unevaluatedProperties and unevaluatedItems: which schemas beside them have looked at a member (JSON Schema core, 11).
import type { Schema, SchemaId, SchemaObject } from '../../model/api-model.js';
import { type Code, code, num, regex, str } from '../code.js';
import type { Doc } from '../layout.js';
import { helper, list } from './call.js';
import type { ZodContext } from './context.js';
import { zodOf } from './zod-of.js';

type Kind = 'properties' | 'items';

export function unevaluatedChecks(context: ZodContext, schema: SchemaObject): readonly Doc[] {
  const checks: Doc[] = [];
  const { unevaluatedProperties, unevaluatedItems, ...others } = schema;
  if (unevaluatedProperties !== undefined && unevaluatedProperties !== true) {
    const sources = list(sourcesOf(context, others, 'properties', []));
    checks.push(helper(context, 'unevaluatedProperties', [zodOf(context, unevaluatedProperties), sources]));
  }
  if (unevaluatedItems !== undefined && unevaluatedItems !== true) {
    const sources = list(sourcesOf(context, others, 'items', []));
    checks.push(helper(context, 'unevaluatedItems', [zodOf(context, unevaluatedItems), sources]));
  }
  return checks;
}

/** Expressions that say which members a schema has looked at, for a value that fits it. */
function sourcesOf(context: ZodContext, schema: Schema, kind: Kind, open: readonly SchemaId[]): readonly Doc[] {
  if (typeof schema === 'boolean') return [];
  const inner = (member: Schema): readonly Doc[] => sourcesOf(context, member, kind, open);
  const when = (member: Schema): readonly Doc[] => {
    const sources = inner(member);
    return sources.length === 0 ? [] : [helper(context, 'when', [zodOf(context, member), list(sources)])];
  };
  return [
    ...(kind === 'properties' ? ownProperties(context, schema) : ownItems(context, schema)),
    ...referencedSources(context, schema, kind, open),
    ...(schema.allOf ?? []).flatMap(inner),
    ...[...(schema.anyOf ?? []), ...(schema.oneOf ?? [])].flatMap(when),
    ...conditionalSources(context, schema, inner),
    ...[...(schema.dependentSchemas ?? [])].flatMap(([name, member]) => {
      const sources = inner(member);
      return sources.length === 0 ? [] : [helper(context, 'whenHas', [str(name), list(sources)])];
    }),
  ];
}

function referencedSources(
  context: ZodContext,
  schema: SchemaObject,
  kind: Kind,
  open: readonly SchemaId[],
): readonly Doc[] {
  const { ref } = schema;
  if (ref === undefined || open.includes(ref)) return [];
  return sourcesOf(context, context.plan.model.schemas.get(ref)?.schema ?? true, kind, [...open, ref]);
}

function conditionalSources(
  context: ZodContext,
  schema: SchemaObject,
  inner: (member: Schema) => readonly Doc[],
): readonly Doc[] {
  if (schema.if === undefined) return [];
  const whenTrue = [...inner(schema.if), ...inner(schema.then ?? true)];
  const whenFalse = inner(schema.else ?? true);
  if (whenTrue.length + whenFalse.length === 0) return [];
  const branches = whenFalse.length === 0 ? [list(whenTrue)] : [list(whenTrue), list(whenFalse)];
  return [helper(context, 'when', [zodOf(context, schema.if), ...branches])];
}

function ownProperties(context: ZodContext, schema: SchemaObject): readonly Doc[] {
  if (schema.additionalProperties !== undefined || schema.unevaluatedProperties !== undefined) return [every(context)];
  const names = [...(schema.properties?.keys() ?? [])];
  return [
    ...(names.length > 0
      ? [
          helper(
            context,
            'namedOneOf',
            names.map((name) => str(name)),
          ),
        ]
      : []),
    ...[...(schema.patternProperties?.keys() ?? [])].map((pattern) => helper(context, 'namedLike', [regex(pattern)])),
  ];
}

function ownItems(context: ZodContext, schema: SchemaObject): readonly Doc[] {
  if (schema.items !== undefined || schema.unevaluatedItems !== undefined) return [every(context)];
  return [
    ...(schema.prefixItems ? [helper(context, 'firstItems', [num(schema.prefixItems.length)])] : []),
    ...(schema.contains === undefined ? [] : [helper(context, 'itemsLike', [zodOf(context, schema.contains)])]),
  ];
}

function every(context: ZodContext): Code {
  context.uses.add('all');
  return code`all`;
}
