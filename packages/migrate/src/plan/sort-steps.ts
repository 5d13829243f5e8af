// Which step comes when, by what must come before what and by rank.
import type { Step } from './step.js';

/** Steps in an order that holds, or those that wait for each other. */
export type Sorted = { readonly sorted: readonly Step[] } | { readonly stuck: readonly Step[] };

/** Kahn's algorithm; among steps that are free the one of the lowest rank goes first, then the one that came first. */
export function sortSteps(steps: readonly Step[], after: ReadonlyMap<Step, ReadonlySet<Step>>): Sorted {
  const waitingFor = new Map<Step, number>(steps.map((step) => [step, 0]));
  for (const followers of after.values())
    for (const step of followers) waitingFor.set(step, (waitingFor.get(step) ?? 0) + 1);
  const place = new Map(steps.map((step, index) => [step, index]));
  const before = (a: Step, b: Step): number => a.rank - b.rank || (place.get(a) ?? 0) - (place.get(b) ?? 0);
  const free = heap(before);
  for (const step of steps) if (waitingFor.get(step) === 0) free.push(step);
  const sorted: Step[] = [];
  for (let step = free.pop(); step; step = free.pop()) {
    sorted.push(step);
    for (const follower of after.get(step) ?? []) {
      const left = (waitingFor.get(follower) ?? 0) - 1;
      waitingFor.set(follower, left);
      if (left === 0) free.push(follower);
    }
  }
  if (sorted.length === steps.length) return { sorted };
  return { stuck: steps.filter((step) => (waitingFor.get(step) ?? 0) > 0) };
}

/** A binary heap: the least item by `compare` comes out first. */
function heap<T>(compare: (a: T, b: T) => number): { push(item: T): void; pop(): T | undefined } {
  const items: T[] = [];
  const less = (a: number, b: number): boolean => compare(items[a] as T, items[b] as T) < 0;
  const swap = (a: number, b: number): void => {
    [items[a], items[b]] = [items[b] as T, items[a] as T];
  };
  return {
    push(item) {
      items.push(item);
      for (let at = items.length - 1; at > 0; ) {
        const parent = (at - 1) >> 1;
        if (!less(at, parent)) return;
        swap(at, parent);
        at = parent;
      }
    },
    pop() {
      if (items.length <= 1) return items.pop();
      const top = items[0];
      items[0] = items.pop() as T;
      for (let at = 0; ; ) {
        const child = [2 * at + 1, 2 * at + 2]
          .filter((index) => index < items.length)
          .sort((a, b) => (less(a, b) ? -1 : 1))[0];
        if (child === undefined || !less(child, at)) return top;
        swap(at, child);
        at = child;
      }
    },
  };
}
