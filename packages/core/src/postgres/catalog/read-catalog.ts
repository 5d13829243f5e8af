// Reads a database into the model: one snapshot, one query a kind, one look at pg_depend.
import type { AnyFact, Catalog, Fact, ObjectId, ObjectKind } from '../catalog.js';
import type { Session } from '../session.js';
import { belongings, readOwners } from './belongings.js';
import { compareNames } from './compare-names.js';
import { type Key, keyOf, wholeOf } from './keys.js';
import { type CatalogPool, createPool } from './pool.js';
import { CATALOG_QUERIES } from './queries/all.js';
import { ALIASES, DEPENDENCIES } from './queries/dependencies.js';
import { mayHave, PRESENCE } from './queries/presence.js';
import type { CatalogQuery } from './queries/query.js';
import { type PagedRead, readPages } from './read-pages.js';

/** A fact on its way: with the keys of what it needs, and what was found of them. */
export interface Draft extends Omit<Fact, 'dependsOn'> {
  readonly key: Key | undefined;
  /** Keys, and ids of what has none. */
  readonly needs: readonly (Key | ObjectId)[];
  readonly found: ObjectId[];
}

/** Drafts by key. */
export interface KeyMap {
  /** The draft that has the key, or that what has the key stands for: a row type, the index behind a constraint. */
  near(key: Key): Draft | undefined;
  exact(key: Key): Draft | undefined;
}

/**
 * The schema that a session sees. Runs in a REPEATABLE READ transaction of its own; the session must not be in one.
 * Objects of extensions and of the system are left out. Catalogues that are read with one pool share what is the same.
 */
export async function readCatalog(session: Session, pool: CatalogPool = createPool()): Promise<Catalog> {
  await session.execute(
    `BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL search_path = ''; SET LOCAL jit = off; SET LOCAL quote_all_identifiers = off`,
  );
  try {
    const catalog = await readSnapshot(session, pool);
    await session.execute('COMMIT');
    return catalog;
  } catch (error) {
    await session.execute('ROLLBACK').catch(() => undefined);
    throw error;
  }
}

async function readSnapshot(session: Session, pool: CatalogPool): Promise<Catalog> {
  const [seen] = await session.query<{ present: readonly boolean[] }>(PRESENCE);
  const asks = (kind: ObjectKind): boolean => mayHave(kind, seen?.present ?? []);
  const drafts: Draft[] = [];
  const keys = collectKeys();
  const reads = CATALOG_QUERIES.filter(({ kind }) => asks(kind)).map(
    (query): PagedRead => ({
      sql: query.sql(session.serverVersion),
      columns: ['oid', 'sub', 'names', 'attributes', ...(query.hasParents ? ['parents'] : [])],
      take(row) {
        const one = draft(query, row, pool);
        drafts.push(one);
        keys.add(one);
      },
    }),
  );
  await readPages(session, [
    ...reads,
    { sql: ALIASES, columns: ['alias', 'stands_for'], take: ([alias, of]) => keys.alias(Number(alias), Number(of)) },
    // From here on the keys of all facts are there.
    readOwners(keys, (owner) => drafts.push(owner)),
    { sql: DEPENDENCIES, columns: ['object', 'needs'], take: ([object, on]) => note(keys, Number(object), Number(on)) },
  ]);
  drafts.push(...(await belongings(session, keys, asks)));
  const [role] = await session.query<{ role: string }>('SELECT current_user AS role');
  const facts = link(drafts, keys, pool);
  return { serverVersion: session.serverVersion, role: role?.role ?? session.user, facts };
}

const NO_KEYS: readonly Key[] = [];

function draft({ kind, catalog, fields }: CatalogQuery, row: readonly string[], pool: CatalogPool): Draft {
  const [oid = '', sub = '', namesText = '', attributesText = '', parents = ''] = row;
  const { id, names } = pool.identity(kind, namesText);
  const position = Number(sub);
  const key = catalog === 'none' ? undefined : keyOf(catalog, Number(oid), position);
  const others = parents === '' ? NO_KEYS : (JSON.parse(parents) as Key[]);
  return {
    id,
    kind,
    names,
    attributes: pool.attributes(attributesText, (text) => parseAttributes(text, fields)) as Draft['attributes'],
    position,
    key,
    needs: key === undefined || position === 0 ? others : [...others, wholeOf(key)],
    found: [],
  };
}

function parseAttributes(text: string, fields: CatalogQuery['fields']): AnyFact['attributes'] {
  const read: unknown = JSON.parse(text);
  if (!fields || !Array.isArray(read)) return read as AnyFact['attributes'];
  return Object.fromEntries(
    fields.map((name, index) => [name, read[index] as unknown]),
  ) as unknown as AnyFact['attributes'];
}

interface KeyCollection extends KeyMap {
  add(draft: Draft): void;
  alias(key: Key, of: Key): void;
}

function collectKeys(): KeyCollection {
  const exact = new Map<Key, Draft>();
  const aliasOf = new Map<Key, Key>();
  const find = (key: Key, depth: number): Draft | undefined => {
    const found = exact.get(key);
    if (found !== undefined) return found;
    const next = aliasOf.get(key) ?? wholeOf(key);
    return next === key || depth === 0 ? undefined : find(next, depth - 1);
  };
  return {
    exact: (key) => exact.get(key),
    near: (key) => find(key, 4),
    add(draft) {
      if (draft.key !== undefined) exact.set(draft.key, draft);
    },
    alias: (key, of) => void aliasOf.set(key, of),
  };
}

function note(keys: KeyMap, object: Key, on: Key): void {
  const needed = keys.near(on);
  if (needed) keys.near(object)?.found.push(needed.id);
}

function link(drafts: readonly Draft[], keys: KeyMap, pool: CatalogPool): ReadonlyMap<ObjectId, AnyFact> {
  const known = new Set(drafts.map(({ id }) => id));
  const sorted = [...drafts].sort((a, b) => compareNames(a.id, b.id));
  return new Map(
    sorted.map(({ id, kind, names, attributes, position, needs, found }) => {
      for (const need of needs) {
        const on = typeof need === 'string' ? need : keys.near(need)?.id;
        if (on !== undefined && (on !== need || known.has(on))) found.push(on);
      }
      const fact = { id, kind, names, attributes, dependsOn: sortedOnce(id, found), position };
      // The query of a kind gives that kind's attributes; there is one query for each.
      return [id, pool.fact(fact as Fact as AnyFact)];
    }),
  );
}

/** Without what stands twice, and without the fact itself. */
function sortedOnce(own: ObjectId, ids: readonly ObjectId[]): readonly ObjectId[] {
  const sorted = ids.length < 2 ? ids : [...ids].sort(compareNames);
  return sorted.filter((id, index) => id !== own && id !== sorted[index - 1]);
}
