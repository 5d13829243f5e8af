// Extensions that look at a server and hold nothing of an application: a schema that does not name them means nothing by it.
import type { AnyFact, Catalog, ObjectId } from '@senior-backend/core/postgres/catalog';
import { factsOf } from '@senior-backend/core/postgres/catalog/object-id';

/** Whoever runs the server puts them in, often with rights that the owner of the schema does not have. */
const OBSERVING: ReadonlySet<string> = new Set([
  'amcheck',
  'hypopg',
  'pageinspect',
  'pg_buffercache',
  'pg_freespacemap',
  'pg_hint_plan',
  'pg_prewarm',
  'pg_qualstats',
  'pg_repack',
  'pg_stat_kcache',
  'pg_stat_monitor',
  'pg_stat_statements',
  'pg_visibility',
  'pg_wait_sampling',
  'pg_walinspect',
  'pgaudit',
  'pgrowlocks',
  'pgstattuple',
]);

/** Facts of extensions that are left as they are, with what is granted on their members and said of them. */
export type LeftAlone = readonly AnyFact[];

/**
 * The observing extensions of `before` that `after` does not have. One that something else stands on, or whose schema goes,
 * is compared like any other object.
 */
export function leftAlone(before: Catalog, after: Catalog): LeftAlone {
  const names = factsOf(before, 'extension')
    .filter(({ id, names: [name = ''], attributes }) => {
      const hasRoom = after.facts.has(`schema:${attributes.schema}`);
      return OBSERVING.has(name) && !after.facts.has(id) && hasRoom && !isStoodOn(before, id);
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
