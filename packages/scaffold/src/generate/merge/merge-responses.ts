// The responses of an operation, status by status.
import { canonicalOperation } from '../../compare/canonical-model.js';
import type { CanonContext } from '../../compare/canonical-schema.js';
import type { JsonObject } from '../../emit/openapi/json-object.js';
import type { Json, Operation, Response } from '../../model/api-model.js';
import { type Edit, memberAt } from '../edit-document.js';
import { type OperationMerge, resolved } from './operation-merge.js';
import { contentSaysNoMore } from './says-no-more.js';

export function responseEdits(merge: OperationMerge): readonly Edit[] {
  const { path, before, after, isComplete } = merge;
  const known = new Map(before.responses.map((response) => [response.status, response]));
  const edits = after.responses.flatMap((response): readonly Edit[] => {
    const old = known.get(response.status);
    known.delete(response.status);
    return old ? changeOf(merge, old, response) : additionOf(merge, response);
  });
  if (!isComplete) return edits;
  return [
    ...edits,
    ...[...known.keys()].map((status): Edit => ({ path: [...path, 'responses', status], value: undefined })),
  ];
}

/** `default` is what is said where nothing is known, so code that could be read in part only adds none. */
function additionOf({ path, json, isComplete }: OperationMerge, { status }: Response): readonly Edit[] {
  if (!isComplete && status === 'default') return [];
  return [{ path: [...path, 'responses', status], value: memberAt(json, ['responses', status]) }];
}

function changeOf(merge: OperationMerge, old: Response, { status, content }: Response): readonly Edit[] {
  const { document, json, isComplete, before, after, base, code } = merge;
  if (canonical(base, before, status) === canonical(code, after, status)) return [];
  const saysAsMuch = contentSaysNoMore(merge, 'response', content, old.content);
  if (saysAsMuch && (!isComplete || content.length === old.content.length)) return [];
  const path = [...merge.path, 'responses', status];
  const node = resolved(document, memberAt(document, path)) as JsonObject | undefined;
  const { description, ...said } = memberAt(json, ['responses', status]) as JsonObject;
  // A description that was made of code that could be read in part only is a phrase: the base's own is better.
  return [{ path, value: { ...node, ...(isComplete && description !== undefined && { description }), ...said } }];
}

function canonical(context: CanonContext, operation: Operation, status: string): string {
  const { responses } = canonicalOperation(context, operation) as {
    readonly responses: { readonly [status: string]: Json };
  };
  return JSON.stringify(responses[status]);
}
