// What differs between two catalogues. Knows no kind: facts are compared by id and attributes.
import type { AnyFact, Catalog } from '@senior-backend/core/postgres/catalog';

export type Delta =
  | { readonly change: 'create'; readonly after: AnyFact }
  | { readonly change: 'drop'; readonly before: AnyFact }
  | { readonly change: 'alter'; readonly before: AnyFact; readonly after: AnyFact };

/** In the order of `after`, and then what is gone in the order of `before`. */
export function diffCatalogs(before: Catalog, after: Catalog): readonly Delta[] {
  const deltas: Delta[] = [];
  for (const fact of after.facts.values()) {
    const old = before.facts.get(fact.id);
    if (!old) deltas.push({ change: 'create', after: fact });
    else if (!sameAttributes(old, fact)) deltas.push({ change: 'alter', before: old, after: fact });
  }
  for (const fact of before.facts.values()) {
    if (!after.facts.has(fact.id)) deltas.push({ change: 'drop', before: fact });
  }
  return deltas;
}

/** Catalogues of one pool share what is the same; and the reader gives the fields of a kind in one order. */
export function sameAttributes(a: AnyFact, b: AnyFact): boolean {
  return a === b || a.attributes === b.attributes || JSON.stringify(a.attributes) === JSON.stringify(b.attributes);
}
