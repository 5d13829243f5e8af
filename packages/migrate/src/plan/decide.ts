// What happens to each fact: created, dropped, altered, or rebuilt because something that it needs is.
import type { AnyFact, Catalog, ObjectId } from '@senior-backend/core/postgres/catalog';
import type { Delta } from '../diff/diff-catalogs.js';
import { changeFact, endures } from './apply-rule.js';
import { grantsOutOfOrder } from './grant-order.js';
import type { PlanContext } from './rule.js';

export interface Decision {
  readonly verdict: 'create' | 'drop' | 'alter' | 'rebuild';
}

/** Who depends on whom, read backwards; on the first question, since most plans ask none. */
export function dependantsIn({ facts }: Catalog): (id: ObjectId) => readonly AnyFact[] {
  return (id) => {
    const known = BACKWARDS.get(facts) ?? backwards(facts);
    BACKWARDS.set(facts, known);
    return known.get(id) ?? [];
  };
}

/** The way there and the way back ask about the same two catalogues, which never change. */
const BACKWARDS = new WeakMap<Catalog['facts'], ReadonlyMap<ObjectId, readonly AnyFact[]>>();

function backwards(facts: Catalog['facts']): ReadonlyMap<ObjectId, readonly AnyFact[]> {
  const dependants = new Map<ObjectId, AnyFact[]>();
  for (const fact of facts.values()) {
    for (const id of fact.dependsOn) {
      const list = dependants.get(id);
      if (list) list.push(fact);
      else dependants.set(id, [fact]);
    }
  }
  return dependants;
}

/**
 * What is to be made anew is given, on a second try. A rebuild spreads to every dependant that stays; an alteration to those that it names; a drop to those that still
 * stand although what they stood on is gone (a foreign key whose text is the same, on another unique index).
 */
export function decide(
  deltas: readonly Delta[],
  contextWith: (decisions: ReadonlyMap<ObjectId, Decision>) => PlanContext,
  madeAnew: ReadonlySet<ObjectId>,
): ReadonlyMap<ObjectId, Decision> {
  const decisions = new Map<ObjectId, Decision>();
  const context = contextWith(decisions);
  const rebuilt: ObjectId[] = [];
  const rebuild = (id: ObjectId): void => {
    const verdict = decisions.get(id)?.verdict;
    if (verdict === 'rebuild' || verdict === 'drop' || !context.after.facts.has(id) || !context.before.facts.has(id))
      return;
    decisions.set(id, { verdict: 'rebuild' });
    rebuilt.push(id);
  };
  for (const delta of deltas) {
    if (delta.change !== 'alter')
      decisions.set(delta.change === 'create' ? delta.after.id : delta.before.id, { verdict: delta.change });
  }
  for (const id of madeAnew) rebuild(id);
  for (const delta of deltas) if (delta.change === 'alter') decideAlteration(delta, decisions, context, rebuild);
  for (const delta of deltas)
    if (delta.change === 'drop') for (const id of bereft(delta, decisions, context)) rebuild(id);
  for (const id of grantsOutOfOrder(deltas, context.before, context.after)) rebuild(id);
  for (let id = rebuilt.pop(); id !== undefined; id = rebuilt.pop()) {
    const cause = context.before.facts.get(id);
    for (const dependant of context.dependantsOf(id)) {
      if (cause && !endures(dependant, cause, 'rebuild')) rebuild(dependant.id);
    }
  }
  return decisions;
}

function decideAlteration(
  { before, after }: Extract<Delta, { readonly change: 'alter' }>,
  decisions: Map<ObjectId, Decision>,
  context: PlanContext,
  rebuild: (id: ObjectId) => void,
): void {
  const change = changeFact(before, after, context);
  if (change.how === 'rebuild') rebuild(after.id);
  else if (!decisions.has(after.id)) decisions.set(after.id, { verdict: 'alter' });
  if (change.how !== 'alter') return;
  for (const id of change.displaces ?? []) rebuild(id);
  if (!change.disturbs) return;
  for (const dependant of context.dependantsOf(before.id)) if (change.disturbs(dependant)) rebuild(dependant.id);
}

/** What stood on something that goes, and stays. */
function bereft(
  { before }: Extract<Delta, { readonly change: 'drop' }>,
  decisions: ReadonlyMap<ObjectId, Decision>,
  context: PlanContext,
): readonly ObjectId[] {
  return context
    .dependantsOf(before.id)
    .filter((dependant) => !decisions.has(dependant.id) && !endures(dependant, before, 'drop'))
    .map(({ id }) => id);
}
