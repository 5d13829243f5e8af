import { followPointer } from './capture.js';

const LONGEST_CHAIN = 20;

/** Follows `$ref` within the document. What leads elsewhere, or in a circle, is nothing. */
export function resolveRef(document: unknown, value: unknown): unknown {
  let at = value;
  for (let step = 0; step < LONGEST_CHAIN; step += 1) {
    const ref =
      typeof at === 'object' && at !== null && Object.hasOwn(at, '$ref') ? (at as { $ref: unknown }).$ref : undefined;
    if (typeof ref !== 'string') return at;
    at = ref.startsWith('#') ? followPointer(document, decoded(ref.slice(1))) : undefined;
  }
  return undefined;
}

/** A percent sign that begins no escape stands for itself. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
