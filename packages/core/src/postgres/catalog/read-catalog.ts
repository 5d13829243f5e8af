// Reads a database into the model: one snapshot, one query a kind, one look at pg_depend.
import type { AnyFact, Catalog, Fact, ObjectId, ObjectKind } from '../catalog.js';
import type { Session } from '../session.js';
import { belongings } from './belongings.js';
import { compareNames } from './compare-names.js';
import { objectId } from './object-id.js';
import { CATALOG_QUERIES } from './queries/all.js';
import { ALIASES, CATALOG_NAMES, DEPENDENCIES } from './queries/dependencies.js';

/** The place of a fact in the system catalogues: `pg_class:16384:0`. */
export type Key = string;

interface FactRow {
  readonly oid: string | number;
  readonly sub: number;
  readonly names: readonly string[];
  readonly attributes: AnyFact['attributes'];
  readonly parents?: readonly Key[] | null;
}

interface DependencyRow {
  /** Object id of the catalogue that holds the object, and the rest of its key. */
  readonly catalog: string;
  readonly object: string;
  readonly needsCatalog: string;
  readonly needs: string;
}

interface AliasRow {
  readonly alias: Key;
  readonly of: Key;
}

/** A fact that has no dependencies yet, with the keys of what it needs. */
export interface Draft {
  readonly fact: AnyFact;
  readonly key: Key | undefined;
  readonly needs: readonly Key[];
}

/** Keys of facts, and keys of what stands for a fact: a row type, the index behind a constraint. */
export interface KeyMap {
  fact(key: Key): ObjectId | undefined;
  /** The fact that has the key itself, not one that it stands for. */
  exact(key: Key): ObjectId | undefined;
}

/**
 * The schema that a session sees. Runs in a REPEATABLE READ transaction of its own; the session must not be in one.
 * Objects of extensions and of the system are left out.
 */
export async function readCatalog(session: Session): Promise<Catalog> {
  await session.execute(
    `BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL search_path = ''; SET LOCAL jit = off; SET LOCAL quote_all_identifiers = off`,
  );
  try {
    const catalog = await readSnapshot(session);
    await session.execute('COMMIT');
    return catalog;
  } catch (error) {
    await session.execute('ROLLBACK').catch(() => undefined);
    throw error;
  }
}

async function readSnapshot(session: Session): Promise<Catalog> {
  const drafts: Draft[] = [];
  for (const query of CATALOG_QUERIES) {
    const rows = await session.query<FactRow>(query.sql(session.serverVersion));
    for (const row of rows) drafts.push(draft(query.kind, query.catalog, row));
  }
  const keys = keyMap(drafts, await session.query<AliasRow>(ALIASES));
  const dependencies = await session.query<DependencyRow>(DEPENDENCIES);
  const catalogs = await session.query<{ oid: string; name: string }>(CATALOG_NAMES);
  const names = new Map(catalogs.map(({ oid, name }) => [oid, name]));
  drafts.push(...(await belongings(session, drafts, keys)));
  const facts = link(drafts, dependencies, keys, names);
  const [role] = await session.query<{ role: string }>('SELECT current_user AS role');
  return { serverVersion: session.serverVersion, role: role?.role ?? session.user, facts };
}

function draft(kind: ObjectKind, catalog: string, row: FactRow): Draft {
  const key = catalog === 'none' ? undefined : `${catalog}:${row.oid}:${row.sub}`;
  const needs = [...(row.parents ?? [])];
  if (row.sub > 0 && catalog !== 'none') needs.push(`${catalog}:${row.oid}:0`);
  const fact = {
    id: objectId(kind, row.names),
    kind,
    names: row.names,
    attributes: row.attributes,
    dependsOn: [],
    position: row.sub,
  };
  // The query of a kind gives that kind's attributes; there is one query for each.
  return { fact: fact as Fact as AnyFact, key, needs };
}

function keyMap(drafts: readonly Draft[], aliases: readonly AliasRow[]): KeyMap {
  const exact = new Map<Key, ObjectId>();
  for (const { key, fact } of drafts) if (key !== undefined) exact.set(key, fact.id);
  const aliasOf = new Map(aliases.map((row) => [row.alias, row.of]));
  const find = (key: Key, depth: number): ObjectId | undefined => {
    const found = exact.get(key);
    if (found !== undefined) return found;
    const next = aliasOf.get(key) ?? key.replace(/:\d+$/, ':0');
    return next === key || depth === 0 ? undefined : find(next, depth - 1);
  };
  return { exact: (key) => exact.get(key), fact: (key) => find(key, 4) };
}

function link(
  drafts: readonly Draft[],
  dependencies: readonly DependencyRow[],
  keys: KeyMap,
  names: ReadonlyMap<string, string>,
): ReadonlyMap<ObjectId, AnyFact> {
  const needs = new Map<ObjectId, Set<ObjectId>>();
  const add = (id: ObjectId | undefined, on: ObjectId | undefined): void => {
    if (id === undefined || on === undefined || id === on) return;
    const set = needs.get(id);
    if (set) set.add(on);
    else needs.set(id, new Set([on]));
  };
  for (const { catalog, object, needsCatalog, needs: on } of dependencies) {
    add(keys.fact(`${names.get(catalog)}:${object}`), keys.fact(`${names.get(needsCatalog)}:${on}`));
  }
  for (const { fact, needs: on } of drafts) for (const key of on) add(fact.id, keys.fact(key) ?? key);
  const sorted = drafts.map(({ fact }) => fact).sort((a, b) => compareNames(a.id, b.id));
  const known = new Set(sorted.map((fact) => fact.id));
  return new Map(
    sorted.map((fact) => {
      const dependsOn = [...(needs.get(fact.id) ?? [])].filter((id) => known.has(id)).sort(compareNames);
      return [fact.id, { ...fact, dependsOn }];
    }),
  );
}
