import type { PlannedOperation } from './api-plan.js';

/**
 * Sorts operations so that a router that takes the first match takes the right one: at the first segment that differs,
 * a literal before a part literal before a parameter (OpenAPI 3.1.1, paths object: "concrete … before templated").
 * Operations of one path stay together, and otherwise the order of the document is kept.
 */
export function sortBySpecificity(operations: readonly PlannedOperation[]): readonly PlannedOperation[] {
  const position = new Map<string, number>();
  for (const { operation } of operations)
    if (!position.has(operation.path)) position.set(operation.path, position.size);
  return operations.toSorted((a, b) => {
    const [left, right] = [a.operation.path, b.operation.path];
    return left === right
      ? 0
      : compareRanks(rankOf(left), rankOf(right)) || (position.get(left) ?? 0) - (position.get(right) ?? 0);
  });
}

function rankOf(path: string): readonly number[] {
  return path.split('/').map((segment) => (!segment.includes('{') ? 0 : /^\{[^{}]*\}$/.test(segment) ? 2 : 1));
}

function compareRanks(a: readonly number[], b: readonly number[]): number {
  for (let at = 0; at < Math.min(a.length, b.length); at += 1) {
    const difference = (a[at] ?? 0) - (b[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}
