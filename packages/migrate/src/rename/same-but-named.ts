// Constraints, indexes and owned sequences that differ in nothing but their name: renaming them spares the rebuild.
import type { AnyFact, Catalog } from '@senior-backend/core/postgres/catalog';
import { isKind, objectId } from '@senior-backend/core/postgres/catalog/object-id';
import { quoteIdentifier } from '@senior-backend/core/postgres/sql/quote';
import { diffCatalogs } from '../diff/diff-catalogs.js';
import type { Rename } from './rename.js';

export function sameButNamed(before: Catalog, after: Catalog): readonly Rename[] {
  const created = new Map<string, AnyFact[]>();
  const dropped: AnyFact[] = [];
  for (const delta of diffCatalogs(before, after)) {
    if (delta.change === 'drop') dropped.push(delta.before);
    if (delta.change !== 'create') continue;
    const key = likeness(delta.after, after);
    if (key !== undefined) created.set(key, [...(created.get(key) ?? []), delta.after]);
  }
  return dropped.flatMap((old): readonly Rename[] => {
    const key = likeness(old, before);
    const fresh = key === undefined ? undefined : created.get(key)?.shift();
    if (!fresh || (old.kind !== 'constraint' && old.kind !== 'index' && old.kind !== 'sequence')) return [];
    return [{ kind: old.kind, from: old.names, to: fresh.names.at(-1) ?? '' }];
  });
}

/** What a fact is apart from its name. Undefined for kinds whose name is what they are. */
function likeness(fact: AnyFact, catalog: Catalog): string | undefined {
  if (isKind(fact, 'constraint') && fact.attributes.local)
    return JSON.stringify(['constraint', fact.names.slice(0, 2), fact.attributes]);
  if (isKind(fact, 'index') && !catalog.facts.has(objectId('indexAttachment', fact.names)) && fact.attributes.valid) {
    const definition = fact.attributes.definition.replace(
      ` INDEX ${quoteIdentifier(fact.names[1] ?? '')} ON `,
      ' INDEX ON ',
    );
    return JSON.stringify(['index', { ...fact.attributes, definition }]);
  }
  if (isKind(fact, 'sequence')) {
    const owner = catalog.facts.get(objectId('sequenceOwner', fact.names));
    if (!owner || !isKind(owner, 'sequenceOwner')) return undefined;
    return JSON.stringify([
      'sequence',
      fact.names[0],
      owner.attributes.table,
      owner.attributes.column,
      fact.attributes,
    ]);
  }
  return undefined;
}
