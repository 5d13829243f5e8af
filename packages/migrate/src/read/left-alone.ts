// The extensions that db-migrate itself measures with: a schema that does not name them means nothing by it.
import type { AnyFact, Catalog, ObjectId } from '@senior-backend/core/postgres/catalog';
import { factsOf } from '@senior-backend/core/postgres/catalog/object-id';

/** What --analyze and --suggest-indexes ask for. All others are compared, those that only observe, too. */
const INSTRUMENTS: ReadonlySet<string> = new Set(['hypopg', 'pg_stat_statements']);

/** Facts of extensions that are left as they are, with what is granted on their members and said of them. */
export type LeftAlone = readonly AnyFact[];

/**
 * The instruments of `before` that `after` does not have. One that something else stands on, or whose schema goes,
 * is compared like any other object.
 */
export function leftAlone(before: Catalog, after: Catalog): LeftAlone {
  const names = factsOf(before, 'extension')
    .filter(({ id, names: [name = ''], attributes }) => {
      const hasRoom = after.facts.has(`schema:${attributes.schema}`);
      return INSTRUMENTS.has(name) && !after.facts.has(id) && hasRoom && !isStoodOn(before, id);
    })
    .map(({ id }) => id);
  return [...before.facts.values()].filter(({ id, names: [target] }) =>
    names.some((name) => name === id || name === target),
  );
}

function isStoodOn({ facts }: Catalog, extension: ObjectId): boolean {
  return [...facts.values()].some(
    ({ dependsOn, names: [target] }) => target !== extension && dependsOn.includes(extension),
  );
}

export function withoutLeftAlone(catalog: Catalog, alone: LeftAlone): Catalog {
  if (alone.length === 0) return catalog;
  const ids = new Set(alone.map(({ id }) => id));
  return { ...catalog, facts: new Map([...catalog.facts].filter(([id]) => !ids.has(id))) };
}

export function extensionNames(alone: LeftAlone): readonly string[] {
  return alone.filter(({ kind }) => kind === 'extension').map(({ names: [name = ''] }) => name);
}
