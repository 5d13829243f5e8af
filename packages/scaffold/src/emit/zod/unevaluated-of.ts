// unevaluatedProperties and unevaluatedItems: which schemas beside them have looked at a member (JSON Schema core, 11).
import { scaffoldError } from '../../codes.js';
import type { Schema, SchemaId, SchemaObject } from '../../model/api-model.js';
import { type Code, code, num, str } from '../code.js';
import type { Doc } from '../layout.js';
import { helper, list } from './call.js';
import type { ZodContext } from './context.js';
import { patternOf } from './pattern-of.js';
import { zodOf } from './zod-of.js';

type Kind = 'properties' | 'items';

/** Schemas that one check may go through. Alternatives multiply, and no real document comes near. */
const MOST_STEPS = 5_000;

interface Walk {
  readonly context: ZodContext;
  readonly kind: Kind;
  /** What has been counted already on this way: a schema that holds twice says nothing more. */
  readonly seen: Set<SchemaId>;
  readonly steps: { left: number };
}

export function unevaluatedChecks(context: ZodContext, schema: SchemaObject): readonly Doc[] {
  const checks: Doc[] = [];
  const { unevaluatedProperties, unevaluatedItems, ...others } = schema;
  const sources = (kind: Kind): Doc =>
    list(sourcesOf({ context, kind, seen: new Set(), steps: { left: MOST_STEPS } }, others));
  if (unevaluatedProperties !== undefined && unevaluatedProperties !== true) {
    checks.push(
      helper(context, 'unevaluatedProperties', [zodOf(context, unevaluatedProperties), sources('properties')]),
    );
  }
  if (unevaluatedItems !== undefined && unevaluatedItems !== true) {
    checks.push(helper(context, 'unevaluatedItems', [zodOf(context, unevaluatedItems), sources('items')]));
  }
  return checks;
}

/** Expressions that say which members a schema has looked at, for a value that fits it. */
function sourcesOf(walk: Walk, schema: Schema): readonly Doc[] {
  if (typeof schema === 'boolean') return [];
  const { context, kind, steps } = walk;
  steps.left -= 1;
  if (steps.left < 0) {
    throw scaffoldError('SCAF106', {
      message: 'unevaluated members stand beside more than 5,000 combined schemas',
      help: 'name the members in one schema',
    });
  }
  const branch = (member: Schema): readonly Doc[] => sourcesOf({ ...walk, seen: new Set(walk.seen) }, member);
  const alternatives = [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])];
  return [
    ...(kind === 'properties' ? ownProperties(context, schema) : ownItems(context, schema)),
    ...referencedSources(walk, schema),
    ...(schema.allOf ?? []).flatMap((member) => sourcesOf(walk, member)),
    ...alternatives.flatMap((member) =>
      guarded(branch(member), (sources) => helper(context, 'when', [zodOf(context, member), sources])),
    ),
    ...conditionalSources(context, schema, branch),
    ...[...(schema.dependentSchemas ?? [])].flatMap(([name, member]) =>
      guarded(branch(member), (sources) => helper(context, 'whenHas', [str(name), sources])),
    ),
  ];
}

function guarded(sources: readonly Doc[], guard: (sources: Doc) => Doc): readonly Doc[] {
  return sources.length === 0 ? [] : [guard(list(sources))];
}

function referencedSources(walk: Walk, { ref }: SchemaObject): readonly Doc[] {
  if (ref === undefined || walk.seen.has(ref)) return [];
  walk.seen.add(ref);
  return sourcesOf(walk, walk.context.plan.model.schemas.get(ref)?.schema ?? true);
}

function conditionalSources(
  context: ZodContext,
  schema: SchemaObject,
  branch: (member: Schema) => readonly Doc[],
): readonly Doc[] {
  if (schema.if === undefined) return [];
  const whenTrue = [...branch(schema.if), ...branch(schema.then ?? true)];
  const whenFalse = branch(schema.else ?? true);
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
    ...[...(schema.patternProperties?.keys() ?? [])].map((pattern) =>
      helper(context, 'namedLike', [patternOf(context, pattern)]),
    ),
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
