// One operation that base and code both have, as the parts of its merge see it.
import type { CanonContext } from '../../compare/canonical-schema.js';
import type { JsonObject } from '../../emit/openapi/json-object.js';
import type { Json, Operation } from '../../model/api-model.js';
import { memberAt } from '../edit-document.js';

export interface OperationMerge {
  /** The base as it stands. */
  readonly document: JsonObject;
  /** Where the operation stands in it. */
  readonly path: readonly string[];
  readonly before: Operation;
  readonly after: Operation;
  /** The operation as the code's own document has it. */
  readonly json: Json;
  /** The code says all that there is: what the base says beyond that is out of date. */
  readonly isComplete: boolean;
  readonly base: CanonContext;
  readonly code: CanonContext;
}

/** A part of the base, or what it refers to inside the document where it is a reference. */
export function resolved(document: JsonObject, node: Json | undefined): Json | undefined {
  const reference = memberAt(node, ['$ref']);
  if (typeof reference !== 'string' || !reference.startsWith('#/')) return node;
  const steps = reference.slice(2).split('/');
  return memberAt(
    document,
    steps.map((step) => decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~')),
  );
}
