import type { AnyFact, Catalog } from '@senior-backend/core/postgres/catalog';
import { isKind } from '@senior-backend/core/postgres/catalog/object-id';

/**
 * The catalogue without the names of NOT NULL constraints that are only inherited: a partition has its parent's or its own,
 * by how it came there, and no statement renames it.
 */
export function withoutParentsNames(catalog: Catalog): Catalog {
  const plain = (fact: AnyFact): AnyFact =>
    isKind(fact, 'column') && fact.attributes.notNullConstraint?.local === false
      ? { ...fact, attributes: { ...fact.attributes, notNullConstraint: null } }
      : fact;
  return { ...catalog, facts: new Map([...catalog.facts].map(([id, fact]) => [id, plain(fact)])) };
}
