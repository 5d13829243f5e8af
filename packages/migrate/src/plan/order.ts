// One topological order over everything that a plan drops, alters and creates.
import type { AnyFact, ObjectId } from '@senior-backend/core/postgres/catalog';
import { occupiedNames } from './apply-rule.js';
import type { PlanContext } from './rule.js';

export interface Action {
  readonly verb: 'drop' | 'alter' | 'create';
  readonly fact: AnyFact;
}

/** Actions that happen in one statement: the first is the one that is written. */
export interface Step {
  readonly action: Action;
  /** Facts that are dropped or created along with it. */
  readonly riders: readonly AnyFact[];
  readonly rank: number;
}

export type Order = { readonly sorted: readonly Step[] } | { readonly stuck: readonly Step[] };

/** `drop:…` or `up:…` → the step that does it. */
type Steps = ReadonlyMap<string, Step>;

export function orderActions(steps: readonly Step[], context: PlanContext): Order {
  const byTask = new Map<string, Step>();
  for (const step of steps) {
    const prefix = step.action.verb === 'drop' ? 'drop' : 'up';
    for (const fact of [step.action.fact, ...step.riders]) byTask.set(`${prefix}:${fact.id}`, step);
  }
  const after = edges(steps, byTask, context);
  const preferred = newParentsFirst(steps);
  if (preferred.length === 0) return sortSteps(steps, after);
  const both = new Map([...after].map(([step, later]) => [step, new Set(later)]));
  for (const [first, second] of preferred) both.get(first)?.add(second);
  const result = sortSteps(steps, both);
  return 'sorted' in result ? result : sortSteps(steps, after);
}

/**
 * A child that changes parents takes the new one before it leaves the old one, and leaves before the old one loses or gains a column:
 * a column that has no parent for a moment is the child's own for ever (tablecmds.c, RemoveInheritance). What came from the
 * old parent alone can go only when it is the child's own, and what the old parent gains is not for the child.
 */
function newParentsFirst(steps: readonly Step[]): readonly (readonly [first: Step, second: Step])[] {
  const changes = steps.filter(({ action }) => action.fact.kind === 'inheritance');
  const columns = steps.filter(({ action }) => action.fact.kind === 'column');
  const table = ({ action }: Step, from = 0): string => JSON.stringify(action.fact.names.slice(from, from + 2));
  return changes
    .filter(({ action }) => action.verb === 'create')
    .flatMap((taken) => {
      const left = changes.filter(
        (one) =>
          one.action.verb === 'drop' && one.action.fact.id !== taken.action.fact.id && table(one) === table(taken),
      );
      return left.flatMap((one) => [
        [taken, one] as const,
        ...columns
          .filter(
            (column) =>
              (column.action.verb === 'drop' && table(column) === table(one)) ||
              (column.action.verb !== 'alter' && table(column) === table(one, 2)),
          )
          .map((column) => [one, column] as const),
      ]);
    });
}

/** step → steps that must come after it. */
function edges(steps: readonly Step[], byTask: Steps, context: PlanContext): ReadonlyMap<Step, ReadonlySet<Step>> {
  const after = new Map<Step, Set<Step>>(steps.map((step) => [step, new Set()]));
  const link = (first: Step | undefined, second: Step | undefined): void => {
    if (first && second && first !== second) after.get(first)?.add(second);
  };
  for (const step of steps) {
    for (const fact of [step.action.fact, ...step.riders]) {
      if (step.action.verb === 'drop') linkDrop(fact, step, byTask, context, link);
      else linkUp(fact, step, byTask, context, link);
    }
  }
  linkNames(steps, context, link);
  return after;
}

type Link = (first: Step | undefined, second: Step | undefined) => void;

/** What a fact stood on goes, or is altered, only after the fact. And it is gone before it comes again. */
function linkDrop(fact: AnyFact, step: Step, byTask: Steps, context: PlanContext, link: Link): void {
  const old = context.before.facts.get(fact.id) ?? fact;
  for (const needed of old.dependsOn) {
    link(step, byTask.get(`drop:${needed}`));
    const up = byTask.get(`up:${needed}`);
    if (up?.action.verb === 'alter') link(step, up);
  }
  const again = byTask.get(`up:${fact.id}`);
  link(step, again);
  // What is new below a rebuilt fact may need the place that the old one held.
  for (const needed of again ? (context.after.facts.get(fact.id)?.dependsOn ?? []) : []) {
    const up = byTask.get(`up:${needed}`);
    if (up?.action.verb === 'create' && up !== again) link(step, up);
  }
}

/** What a fact stands on comes first; what an altered fact stood on and no longer needs goes, or changes, afterwards. */
function linkUp(fact: AnyFact, step: Step, byTask: Steps, context: PlanContext, link: Link): void {
  const fresh = context.after.facts.get(fact.id) ?? fact;
  for (const needed of fresh.dependsOn) link(byTask.get(`up:${needed}`), step);
  if (step.action.verb !== 'alter') return;
  const old = context.before.facts.get(fact.id);
  for (const needed of old?.dependsOn ?? []) {
    link(step, byTask.get(`drop:${needed}`));
    const up = byTask.get(`up:${needed}`);
    if (up?.action.verb === 'alter' && !needs(fresh, needed, context)) link(step, up);
  }
}

/** Whether a fact stands on another one after the migration, directly or through others. */
function needs(fact: AnyFact, wanted: ObjectId, context: PlanContext): boolean {
  const seen = new Set<ObjectId>([fact.id]);
  const waiting = [...fact.dependsOn];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    if (id === wanted) return true;
    if (seen.has(id)) continue;
    seen.add(id);
    waiting.push(...(context.after.facts.get(id)?.dependsOn ?? []));
  }
  return false;
}

/** A name is free before something else takes it. */
function linkNames(steps: readonly Step[], context: PlanContext, link: Link): void {
  const released = new Map<string, Step[]>();
  const heldBy = (fact: AnyFact | undefined): readonly string[] => (fact ? occupiedNames(fact) : []);
  const gone = (step: Step, fact: AnyFact): readonly string[] => {
    if (step.action.verb === 'create') return [];
    const old = heldBy(context.before.facts.get(fact.id));
    return step.action.verb === 'drop'
      ? old
      : old.filter((name) => !heldBy(context.after.facts.get(fact.id)).includes(name));
  };
  const taken = (step: Step, fact: AnyFact): readonly string[] => {
    if (step.action.verb === 'drop') return [];
    const fresh = heldBy(context.after.facts.get(fact.id));
    return step.action.verb === 'create'
      ? fresh
      : fresh.filter((name) => !heldBy(context.before.facts.get(fact.id)).includes(name));
  };
  for (const step of steps) {
    for (const name of [step.action.fact, ...step.riders].flatMap((fact) => gone(step, fact))) {
      released.set(name, [...(released.get(name) ?? []), step]);
    }
  }
  for (const step of steps) {
    for (const name of [step.action.fact, ...step.riders].flatMap((fact) => taken(step, fact))) {
      for (const earlier of released.get(name) ?? []) link(earlier, step);
    }
  }
}

/** Kahn's algorithm; among steps that are free the one of the lowest rank goes first, then the one that came first. */
function sortSteps(steps: readonly Step[], after: ReadonlyMap<Step, ReadonlySet<Step>>): Order {
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
