// One operation that base and code both have: edits for what the code says otherwise.
import { type Edit, memberAt } from '../edit-document.js';
import { bodyEdits } from './merge-body.js';
import { parameterEdits } from './merge-parameters.js';
import { responseEdits } from './merge-responses.js';
import type { OperationMerge } from './operation-merge.js';

export function mergeOperation(merge: OperationMerge): readonly Edit[] {
  return [...wordEdits(merge), ...parameterEdits(merge), ...bodyEdits(merge), ...responseEdits(merge)];
}

/** What the document calls each of an operation's own members, beside its name in the model. */
const WORDS = [
  ['operationId', 'operationId'],
  ['summary', 'summary'],
  ['description', 'description'],
  ['tags', 'tag'],
  ['deprecated', 'deprecated'],
  ['security', 'security'],
] as const;

/** Names and texts: the base's where the code says nothing of them, or where only some of the code could be read. */
function wordEdits({ path, before, after, json, isComplete }: OperationMerge): readonly Edit[] {
  return WORDS.flatMap(([member, key]): Edit[] => {
    const value = memberAt(json, [member]);
    const isSame = JSON.stringify(before[key]) === JSON.stringify(after[key]);
    const isSilent = value === undefined && !(isComplete && member === 'deprecated');
    const baseSays = before[key] !== undefined && before[key] !== false && JSON.stringify(before[key]) !== '[]';
    return isSame || isSilent || (baseSays && !isComplete) ? [] : [{ path: [...path, member], value }];
  });
}
