// One topological order over everything that a plan drops, alters and creates.
import type { AnyFact, Catalog, Fact, ObjectId } from '@senior-backend/core/postgres/catalog';
import { isKind } from '@senior-backend/core/postgres/catalog/object-id';
import { heldTooLong, type NameWait, nameWaits, type RelationName } from './name-waits.js';
import { relationName } from './names.js';
import { parentsInOrder } from './parents/order-of-parents.js';
import type { PlanContext } from './rule.js';
import { sortSteps } from './sort-steps.js';
import type { Step } from './step.js';

export type Order =
  | {
      readonly sorted: readonly Step[];
      /** Sequences whose names are taken before they go, by what is made in their place. */
      readonly inTheWay?: ReadonlyMap<ObjectId, readonly RelationName[]>;
    }
  | { readonly stuck: readonly Step[] };

/** `drop:…` or `up:…` → the step that does it. */
type Steps = ReadonlyMap<string, Step>;

export function orderActions(steps: readonly Step[], context: PlanContext): Order {
  const byTask = new Map<string, Step>();
  for (const step of steps) {
    const prefix = step.action.verb === 'drop' ? 'drop' : 'up';
    for (const fact of [step.action.fact, ...step.riders]) byTask.set(`${prefix}:${fact.id}`, step);
  }
  const waits = nameWaits(steps, context);
  const preferred = [...parentsInOrder(steps, context), ...partitionsGoLate(steps, context.before)];
  const all = edges(steps, byTask, context, waits);
  if (preferred.length === 0) return sortSteps(steps, all);
  const best = sortSteps(steps, joined(all, preferred));
  if ('sorted' in best) return best;
  const makingWay = edges(
    steps,
    byTask,
    context,
    waits.filter(({ canMakeWay }) => !canMakeWay),
  );
  const result = sortSteps(steps, joined(makingWay, preferred));
  return 'sorted' in result ? { ...result, inTheWay: heldTooLong(result.sorted, waits) } : sortSteps(steps, all);
}

function joined(
  after: ReadonlyMap<Step, ReadonlySet<Step>>,
  more: readonly (readonly [first: Step, second: Step])[],
): ReadonlyMap<Step, ReadonlySet<Step>> {
  const both = new Map([...after].map(([step, later]) => [step, new Set(later)]));
  for (const [first, second] of more) both.get(first)?.add(second);
  return both;
}

/**
 * A partition that leaves only to come back with other bounds goes when the columns and checks of the tables above it have
 * changed: what happens to them meanwhile does not reach it, and it would not be taken back.
 */
function partitionsGoLate(steps: readonly Step[], before: Catalog): readonly (readonly [first: Step, second: Step])[] {
  const moves = steps.flatMap((step) => {
    const { fact, verb } = step.action;
    return isKind(fact, 'partition') ? [{ step, fact, verb }] : [];
  });
  const comesBack = new Set(moves.filter(({ verb }) => verb === 'create').map(({ fact }) => fact.id));
  const shaping = steps.filter(
    ({ action: { fact } }) =>
      fact.kind === 'column' || (isKind(fact, 'constraint') && fact.attributes.type === 'check'),
  );
  return moves
    .filter(({ verb, fact }) => verb === 'drop' && comesBack.has(fact.id))
    .flatMap(({ step, fact }) => {
      const above = tablesAbove(fact, before);
      return shaping
        .filter(({ action }) => above.includes(relationName(action.fact)))
        .map((one) => [one, step] as const);
    });
}

/** What a partition is a part of, up to the table that all are parts of. */
function tablesAbove({ attributes: { parent } }: Fact<'partition'>, before: Catalog): readonly string[] {
  const next = before.facts.get(`partition:${parent}`);
  return [parent, ...(isKind(next, 'partition') ? tablesAbove(next, before) : [])];
}

/** step → steps that must come after it. */
function edges(
  steps: readonly Step[],
  byTask: Steps,
  context: PlanContext,
  waits: readonly NameWait[],
): ReadonlyMap<Step, ReadonlySet<Step>> {
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
  for (const { first, second } of waits) link(first, second);
  return after;
}

type Link = (first: Step | undefined, second: Step | undefined) => void;

/** What a fact stood on goes, or is altered, only after the fact. And it is gone before it comes again. */
function linkDrop(fact: AnyFact, step: Step, byTask: Steps, context: PlanContext, link: Link): void {
  const old = context.before.facts.get(fact.id) ?? fact;
  for (const needed of old.dependsOn) {
    const below = byTask.get(`drop:${needed}`);
    if (isMergedWith(step, below)) link(below, step);
    else link(step, below);
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
  for (const needed of fresh.dependsOn) {
    const first = byTask.get(`up:${needed}`);
    if (isMergedWith(step, first)) link(step, first);
    else link(first, step);
  }
  if (step.action.verb !== 'alter') return;
  const old = context.before.facts.get(fact.id);
  for (const needed of old?.dependsOn ?? []) {
    link(step, byTask.get(`drop:${needed}`));
    const up = byTask.get(`up:${needed}`);
    if (up?.action.verb === 'alter' && !needs(fresh, needed, context)) link(step, up);
  }
}

/**
 * Whether a child's column is both its own and its parent's. The child has it before the parent gets it, since the server takes
 * the two for one only then; and it has it for longer, since what is inherited cannot go.
 */
function isMergedWith({ action: { verb, fact } }: Step, parent: Step | undefined): boolean {
  const isBoth = isKind(fact, 'column') && fact.attributes.local && fact.attributes.inherited;
  return isBoth && parent?.action.verb === verb && parent.action.fact.kind === 'column';
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
