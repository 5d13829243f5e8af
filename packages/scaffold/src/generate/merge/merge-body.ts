// The request body of an operation.
import type { JsonObject } from '../../emit/openapi/json-object.js';
import { type Edit, memberAt } from '../edit-document.js';
import { type OperationMerge, resolved } from './operation-merge.js';
import { contentSaysNoMore } from './says-no-more.js';

export function bodyEdits(merge: OperationMerge): readonly Edit[] {
  const { document, before, after, json, isComplete } = merge;
  const path = [...merge.path, 'requestBody'];
  const [old, now] = [before.requestBody, after.requestBody];
  if (!now) return old && isComplete ? [{ path, value: undefined }] : [];
  if (old && contentSaysNoMore(merge, 'request', now.content, old.content)) {
    const isSame = old.content.length === now.content.length && old.required === now.required;
    if (isSame || !isComplete) return [];
  }
  const kept = resolved(document, memberAt(document, path)) as JsonObject | null | undefined;
  return [{ path, value: { ...kept, ...(memberAt(json, ['requestBody']) as JsonObject) } }];
}
