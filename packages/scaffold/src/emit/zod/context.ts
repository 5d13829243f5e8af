import type { ApiPlan, Direction } from '../../plan/api-plan.js';
import type { Guards } from '../guards/emit-guards.js';

/** The helpers of `src/middleware/json-schema.ts`, for what JSON Schema says and zod has no word for. */
export const HELPERS = [
  'anyOf',
  'byDiscriminator',
  'conditional',
  'contains',
  'dependentRequired',
  'dependentSchemas',
  'format',
  'maxLength',
  'maxProperties',
  'minLength',
  'minProperties',
  'not',
  'oneOf',
  'oneOfValues',
  'otherItems',
  'otherProperties',
  'propertyNames',
  'recursive',
  'required',
  'all',
  'firstItems',
  'inOnePass',
  'itemsLike',
  'namedLike',
  'namedOneOf',
  'unevaluatedItems',
  'unevaluatedProperties',
  'when',
  'whenHas',
  'wholeObject',
  'uniqueItems',
  'untyped',
  'upTo',
] as const;

export type Helper = (typeof HELPERS)[number];

export interface ZodContext {
  readonly plan: ApiPlan;
  readonly direction: Direction;
  /** Inside a multipart body: `format: binary` is a file. */
  readonly uploads?: boolean;
  /** Straight-line checks of bodies, where they are wanted. */
  readonly guards?: Guards;
  /** Filled while emitting: what the file must import. */
  readonly uses: Set<Helper>;
}

const MOST_INFERRED = 200;

/**
 * Whether tsc is to infer what the objects of an API hold. With many schemas that takes longer than all the rest, and
 * `types/api.ts` says the same.
 */
export function infersObjects({ schemas }: ApiPlan): boolean {
  return schemas.length <= MOST_INFERRED;
}
