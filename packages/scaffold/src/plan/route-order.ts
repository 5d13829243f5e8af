import type { PlannedOperation } from './api-plan.js';

/**
 * Sorts operations so that a router that takes the first match takes the right one: below one place, a literal before a part
 * literal before a parameter (OpenAPI 3.1.1, paths object: "concrete … before templated"). Otherwise the order of the
 * document is kept, with what begins alike together, and operations of one path too.
 */
export function sortBySpecificity(operations: readonly PlannedOperation[]): readonly PlannedOperation[] {
  const positions = new Map<string, number>();
  const keys = new Map<string, readonly number[]>();
  for (const { operation } of operations) {
    if (!keys.has(operation.path)) keys.set(operation.path, keyOf(operation.path, positions));
  }
  return operations.toSorted((a, b) => compareKeys(keys.get(a.operation.path), keys.get(b.operation.path)));
}

/** For each segment its rank, and where the document first has a path that begins as this one does up to here. */
function keyOf(path: string, positions: Map<string, number>): readonly number[] {
  let start = '';
  return path.split('/').flatMap((segment) => {
    start += `/${segment.replace(/\{[^{}]+\}/g, '{}')}`;
    const position = positions.get(start) ?? positions.size;
    positions.set(start, position);
    return [rankOf(segment), position];
  });
}

function rankOf(segment: string): number {
  return !segment.includes('{') ? 0 : /^\{[^{}]*\}$/.test(segment) ? 2 : 1;
}

function compareKeys(a: readonly number[] = [], b: readonly number[] = []): number {
  for (let at = 0; at < Math.min(a.length, b.length); at += 1) {
    const difference = (a[at] ?? 0) - (b[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}
