import type { Catalog } from '@senior-backend/core/postgres/catalog';

/** The catalogue as if nobody had said who owns what. */
export function withoutOwners(catalog: Catalog): Catalog {
  return { ...catalog, facts: new Map([...catalog.facts].filter(([, fact]) => fact.kind !== 'owner')) };
}
