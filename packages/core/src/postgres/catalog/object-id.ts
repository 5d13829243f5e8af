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
  return [...catalog.facts.values()].filter((fact) => isKind(fact, kind));
}
