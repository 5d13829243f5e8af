// What decides whether the base's own words for a schema may stay.
import { type CanonContext, canonicalSchema, isAny } from '../../compare/canonical-schema.js';
import type { MediaType, Schema } from '../../model/api-model.js';
import type { OperationMerge } from './operation-merge.js';

/** Whether the code says of a schema nothing that the base does not say: the same, or that anything is allowed. */
export function saysNoMore(code: CanonContext, schema: Schema, base: CanonContext, before: Schema): boolean {
  const now = canonicalSchema(code, schema);
  return isAny(now) || JSON.stringify(now) === JSON.stringify(canonicalSchema(base, before));
}

/** The same of the media types of a body: each that the code has stands in the base, with a schema that says as much. */
export function contentSaysNoMore(
  { code, base }: OperationMerge,
  direction: 'request' | 'response',
  now: readonly MediaType[],
  before: readonly MediaType[],
): boolean {
  const known = new Map(before.map(({ type, schema }) => [type, schema]));
  return now.every(({ type, schema }) => {
    const old = known.get(type);
    return old !== undefined && saysNoMore({ ...code, direction }, schema, { ...base, direction }, old);
  });
}
