// Names that one step gives up and another one takes: the first comes first, or what holds the name makes way for it.
import type { AnyFact, ObjectId } from '@senior-backend/core/postgres/catalog';
import { occupiedNames } from './apply-rule.js';
import type { PlanContext } from './rule.js';
import type { Step } from './step.js';

export type RelationName = readonly [schema: string, name: string];

/** A name is free before something else takes it. */
export interface NameWait {
  readonly first: Step;
  readonly second: Step;
  /** As JSON, as rules say what they occupy. */
  readonly name: string;
  /** Whether it is that of an identity's sequence, which can be called otherwise until it goes with its column. */
  readonly canMakeWay: boolean;
}

interface Holder {
  readonly step: Step;
  readonly fact: AnyFact;
  readonly name: string;
}

export function nameWaits(steps: readonly Step[], context: PlanContext): readonly NameWait[] {
  const holders = steps.flatMap((step) => factsOf(step).flatMap((fact) => givenUp(step, fact, context)));
  const released = new Map<string, Holder[]>();
  for (const holder of holders) {
    const its = released.get(holder.name);
    if (its) its.push(holder);
    else released.set(holder.name, [holder]);
  }
  return steps.flatMap((second) =>
    factsOf(second)
      .flatMap((fact) => taken(second, fact, context))
      .flatMap((name) =>
        (released.get(name) ?? []).map(({ step: first, fact }) => ({
          first,
          second,
          name,
          canMakeWay: first.action.verb === 'drop' && fact.kind === 'column',
        })),
      ),
  );
}

function factsOf({ action, riders }: Step): readonly AnyFact[] {
  return [action.fact, ...riders];
}

function heldBy(fact: AnyFact | undefined): readonly string[] {
  return fact ? occupiedNames(fact) : [];
}

function givenUp(step: Step, fact: AnyFact, { before, after }: PlanContext): readonly Holder[] {
  const { verb } = step.action;
  if (verb === 'create') return [];
  const old = heldBy(before.facts.get(fact.id));
  const kept = verb === 'drop' ? [] : heldBy(after.facts.get(fact.id));
  return old.filter((name) => !kept.includes(name)).map((name) => ({ step, fact, name }));
}

function taken(step: Step, fact: AnyFact, { before, after }: PlanContext): readonly string[] {
  const { verb } = step.action;
  if (verb === 'drop') return [];
  const fresh = heldBy(after.facts.get(fact.id));
  const had = verb === 'create' ? [] : heldBy(before.facts.get(fact.id));
  return fresh.filter((name) => !had.includes(name));
}

/** What must be called otherwise before a step, in an order that did not heed such names. */
export function heldTooLong(
  sorted: readonly Step[],
  waits: readonly NameWait[],
): ReadonlyMap<ObjectId, readonly RelationName[]> {
  const place = new Map(sorted.map((step, index) => [step, index]));
  const late = waits.filter(({ first, second }) => (place.get(first) ?? 0) > (place.get(second) ?? 0));
  const names = new Map<ObjectId, RelationName[]>();
  for (const { second, name } of late) {
    const { id } = second.action.fact;
    names.set(id, [...(names.get(id) ?? []), JSON.parse(name) as RelationName]);
  }
  return names;
}
