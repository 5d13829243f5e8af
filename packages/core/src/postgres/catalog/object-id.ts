import type { AnyFact, Catalog, Fact, ObjectId, ObjectKind } from '../catalog.js';
import { quoteIdentifier } from '../sql/quote.js';

/** `('column', ['public', 'users', 'id'])` → `column:public.users.id` */
export function objectId(kind: ObjectKind, names: readonly string[]): ObjectId {
  return `${kind}:${names.map((name) => (name === '' ? '' : quoteIdentifier(name))).join('.')}`;
}

export function isKind<K extends ObjectKind>(fact: AnyFact | undefined, kind: K): fact is Extract<AnyFact, Fact<K>> {
  return fact?.kind === kind;
}

/** All facts of a kind, in the catalogue's order. */
export function factsOf<K extends ObjectKind>(catalog: Catalog, kind: K): readonly Extract<AnyFact, Fact<K>>[] {
  // One group holds one kind; the map's type cannot say which.
  return (groups(catalog).get(kind) ?? []) as unknown as readonly Extract<AnyFact, Fact<K>>[];
}

/** A catalogue never changes, so that it is sorted into kinds once. */
const GROUPS = new WeakMap<Catalog, ReadonlyMap<ObjectKind, readonly AnyFact[]>>();

function groups(catalog: Catalog): ReadonlyMap<ObjectKind, readonly AnyFact[]> {
  const known = GROUPS.get(catalog);
  if (known) return known;
  const byKind = new Map<ObjectKind, AnyFact[]>();
  for (const fact of catalog.facts.values()) {
    const group = byKind.get(fact.kind);
    if (group) group.push(fact);
    else byKind.set(fact.kind, [fact]);
  }
  GROUPS.set(catalog, byKind);
  return byKind;
}
