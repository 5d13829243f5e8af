// Access lists keep the order in which roles were granted to, and pg_dump prints it. Where a list changes anyway, those that
// would stand in another place are granted anew.
import type { Catalog, Fact, ObjectId } from '@senior-backend/core/postgres/catalog';
import { factsOf } from '@senior-backend/core/postgres/catalog/object-id';
import type { Delta } from '../diff/diff-catalogs.js';

type Grant = Fact<'grant'>;

export function grantsOutOfOrder(deltas: readonly Delta[], before: Catalog, after: Catalog): readonly ObjectId[] {
  const touched = new Set<string>();
  for (const delta of deltas) {
    const fact = delta.change === 'drop' ? delta.before : delta.after;
    if (fact.kind === 'grant') touched.add(listOf(fact));
  }
  if (touched.size === 0) return [];
  const [old, fresh] = [lists(before, touched), lists(after, touched)];
  return [...touched].flatMap((list) => misplaced(old.get(list) ?? [], fresh.get(list) ?? []));
}

/** A target has one list, and one for each of its columns, and for the sequence of an identity. */
function listOf({ attributes }: Grant): string {
  return `${attributes.target} ${attributes.object ?? ''} ${attributes.column ?? ''} ${attributes.ofSequence}`;
}

function lists(catalog: Catalog, touched: ReadonlySet<string>): ReadonlyMap<string, readonly Grant[]> {
  const found = new Map<string, Grant[]>();
  for (const grant of factsOf(catalog, 'grant')) {
    const list = listOf(grant);
    if (!touched.has(list) || grant.attributes.privileges.length === 0) continue;
    found.set(list, [...(found.get(list) ?? []), grant]);
  }
  for (const grants of found.values()) grants.sort((a, b) => a.position - b.position);
  return found;
}

/** What is kept stays where it is, what is new comes behind: those kept from the first wrong place on have to move. */
function misplaced(before: readonly Grant[], after: readonly Grant[]): readonly ObjectId[] {
  const wanted = after.map(({ id }) => id);
  const kept = before.map(({ id }) => id).filter((id) => wanted.includes(id));
  const firstWrong = kept.findIndex((id, index) => wanted[index] !== id);
  return firstWrong === -1 ? [] : kept.slice(firstWrong);
}
