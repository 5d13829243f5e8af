// What differs between two catalogues. Knows no kind: facts are compared by id and attributes.
import type { AnyFact, Catalog } from '@senior-backend/core/postgres/catalog';

export type Delta =
  | { readonly change: 'create'; readonly after: AnyFact }
  | { readonly change: 'drop'; readonly before: AnyFact }
  | { readonly change: 'alter'; readonly before: AnyFact; readonly after: AnyFact };

/**
 * In the order of `after`, and then what is gone in the order of `before`. Both are nearly the same and in one order, so
 * that they are walked side by side, and only what the other side does not have at this place is looked up.
 */
export function diffCatalogs(before: Catalog, after: Catalog): readonly Delta[] {
  const deltas: Delta[] = [];
  const gone: Delta[] = [];
  const olds = before.facts.values();
  let beside = olds.next().value;
  const skipGone = (): void => {
    for (; beside && !after.facts.has(beside.id); beside = olds.next().value)
      gone.push({ change: 'drop', before: beside });
  };
  for (const fact of after.facts.values()) {
    if (beside?.id !== fact.id) skipGone();
    const isBeside = beside?.id === fact.id;
    const old = isBeside ? beside : before.facts.get(fact.id);
    if (isBeside) beside = olds.next().value;
    if (!old) deltas.push({ change: 'create', after: fact });
    else if (!sameAttributes(old, fact)) deltas.push({ change: 'alter', before: old, after: fact });
  }
  for (skipGone(); beside; skipGone()) beside = olds.next().value;
  return [...deltas, ...gone];
}

/** Catalogues of one pool share what is the same; and the reader gives the fields of a kind in one order. */
export function sameAttributes(a: AnyFact, b: AnyFact): boolean {
  return a === b || a.attributes === b.attributes || JSON.stringify(a.attributes) === JSON.stringify(b.attributes);
}
