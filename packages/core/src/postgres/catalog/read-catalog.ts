// Reads a database into the model: one snapshot, one query a kind, one look at pg_depend.
import type { AnyFact, Catalog, ObjectKind } from '../catalog.js';
import type { Session } from '../session.js';
import { belongingsOf } from './belongings.js';
import { type Draft, FactCollection } from './fact-collection.js';
import { type Key, keyOf, wholeOf } from './keys.js';
import { type CatalogPool, createPool } from './pool.js';
import { CATALOG_QUERIES } from './queries/all.js';
import { ALIASES, DEPENDENCIES } from './queries/dependencies.js';
import { mayHave, PRESENCE, type PresenceRow } from './queries/presence.js';
import type { CatalogQuery } from './queries/query.js';
import { numberRead, type PagedRead, readPages, textRead } from './read-pages.js';
import { overShells } from './shell-types.js';

/**
 * A snapshot, and how the server is to work: definitions with qualified names, one process for us, since the other side of a
 * comparison asks for the second one, and sorts in memory, since pages of text are sorted.
 */
const BEGIN = `BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;
  SET LOCAL search_path = ''; SET LOCAL quote_all_identifiers = off;
  SET LOCAL jit = off; SET LOCAL max_parallel_workers_per_gather = 0; SET LOCAL work_mem = '32MB'`;

/**
 * The schema that a session sees. Runs in a REPEATABLE READ transaction of its own; the session must not be in one.
 * Objects of extensions and of the system are left out. Catalogues that are read with one pool share what is the same.
 */
export async function readCatalog(session: Session, pool: CatalogPool = createPool()): Promise<Catalog> {
  try {
    const seen: PresenceRow[] = [];
    await session.stream<PresenceRow>(`${BEGIN}; ${PRESENCE}`, (row) => seen.push(row));
    const [about] = seen;
    if (!about) throw new Error('the server does not say what it has');
    const facts = new FactCollection();
    await readPages(session, readsOf(facts, about, session.serverVersion, pool), 'COMMIT');
    return { serverVersion: session.serverVersion, role: about.role, facts: overShells(facts.finish(pool)) };
  } catch (error) {
    await session.execute('ROLLBACK').catch(() => undefined);
    throw error;
  }
}

function readsOf(
  facts: FactCollection,
  about: PresenceRow,
  serverVersion: number,
  pool: CatalogPool,
): readonly PagedRead[] {
  const asks = (kind: ObjectKind): boolean => mayHave(kind, about);
  const belongings = belongingsOf(facts);
  const kinds = CATALOG_QUERIES.filter(({ kind }) => asks(kind)).map((query) => {
    const columns = ['oid', 'sub', 'names', 'attributes', ...(query.hasParents ? ['parents'] : [])];
    return textRead(query.sql(serverVersion), columns, (cells, at) => addFact(facts, query, cells, at, pool));
  });
  return [
    ...kinds,
    numberRead(ALIASES, ['alias', 'stands_for'], (cells, at) => facts.alias(cells[at] ?? 0, cells[at + 1] ?? 0)),
    // From here on every key is known.
    belongings.owners,
    numberRead(DEPENDENCIES, ['object', 'needs'], (cells, at) => note(facts, cells[at] ?? 0, cells[at + 1] ?? 0)),
    ...belongings.others(asks),
  ];
}

function addFact(
  facts: FactCollection,
  { kind, catalog, fields, hasParents }: CatalogQuery,
  cells: readonly string[],
  at: number,
  pool: CatalogPool,
): void {
  const position = Number(cells[at + 1]);
  const key = catalog === 'none' ? undefined : keyOf(catalog, Number(cells[at]), position);
  const { id, names } = pool.identity(kind, cells[at + 2] ?? '');
  const attributes = pool.attributes(cells[at + 3] ?? '', (text) =>
    parseAttributes(text, fields),
  ) as Draft['attributes'];
  const number = facts.add({ id, kind, names, attributes, position }, key);
  if (key !== undefined && position !== 0) facts.needsKey(number, wholeOf(key));
  const parents = hasParents ? (cells[at + 4] ?? '') : '';
  if (parents !== '') for (const parent of JSON.parse(parents) as readonly Key[]) facts.needsKey(number, parent);
}

function note(facts: FactCollection, object: Key, on: Key): void {
  const [one, other] = [facts.near(object), facts.near(on)];
  if (one !== undefined && other !== undefined) facts.needs(one, other);
}

function parseAttributes(text: string, fields: CatalogQuery['fields']): AnyFact['attributes'] {
  const read: unknown = JSON.parse(text);
  if (!fields || !Array.isArray(read)) return read as AnyFact['attributes'];
  const attributes: Record<string, unknown> = {};
  for (const [index, name] of fields.entries()) attributes[name] = read[index];
  return attributes as unknown as AnyFact['attributes'];
}
