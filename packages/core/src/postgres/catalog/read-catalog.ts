// Reads a database into the model: one snapshot, one query a kind, one look at pg_depend.
import type { AnyFact, Catalog, ObjectKind } from '../catalog.js';
import type { Session } from '../session.js';
import { belongingsOf } from './belongings.js';
import { collectFacts, type Draft, type FactCollection } from './collect-facts.js';
import { type Key, keyOf, wholeOf } from './keys.js';
import { type CatalogPool, createPool } from './pool.js';
import { CATALOG_QUERIES } from './queries/all.js';
import { ALIASES, DEPENDENCIES } from './queries/dependencies.js';
import { mayHave, PRESENCE } from './queries/presence.js';
import type { CatalogQuery } from './queries/query.js';
import { type PagedRead, readPages } from './read-pages.js';

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
  const facts = collectFacts();
  const belongings = belongingsOf(facts);
  const kinds = CATALOG_QUERIES.filter(({ kind }) => asks(kind)).map(
    (query): PagedRead => ({
      sql: query.sql(session.serverVersion),
      columns: ['oid', 'sub', 'names', 'attributes', ...(query.hasParents ? ['parents'] : [])],
      take: (row) => addFact(facts, query, row, pool),
    }),
  );
  await readPages(session, [
    ...kinds,
    { sql: ALIASES, columns: ['alias', 'stands_for'], take: ([alias, of]) => facts.alias(Number(alias), Number(of)) },
    // From here on every key is known.
    belongings.owners,
    {
      sql: DEPENDENCIES,
      columns: ['object', 'needs'],
      take: ([object, on]) => note(facts, Number(object), Number(on)),
    },
  ]);
  await belongings.read(session, asks);
  const [role] = await session.query<{ role: string }>('SELECT current_user AS role');
  return { serverVersion: session.serverVersion, role: role?.role ?? session.user, facts: facts.finish(pool) };
}

function addFact(
  facts: FactCollection,
  { kind, catalog, fields }: CatalogQuery,
  row: readonly string[],
  pool: CatalogPool,
): void {
  const [oid = '', sub = '', namesText = '', attributesText = '', parents = ''] = row;
  const position = Number(sub);
  const key = catalog === 'none' ? undefined : keyOf(catalog, Number(oid), position);
  const attributes = pool.attributes(attributesText, (text) => parseAttributes(text, fields)) as Draft['attributes'];
  const { id, names } = pool.identity(kind, namesText);
  const number = facts.add({ id, kind, names, attributes, position }, key);
  if (key !== undefined && position !== 0) facts.needsKey(number, wholeOf(key));
  if (parents !== '') for (const parent of JSON.parse(parents) as readonly Key[]) facts.needsKey(number, parent);
}

function note(facts: FactCollection, object: Key, on: Key): void {
  const [one, other] = [facts.near(object), facts.near(on)];
  if (one !== undefined && other !== undefined) facts.needs(one, other);
}

function parseAttributes(text: string, fields: CatalogQuery['fields']): AnyFact['attributes'] {
  const read: unknown = JSON.parse(text);
  if (!fields || !Array.isArray(read)) return read as AnyFact['attributes'];
  return Object.fromEntries(
    fields.map((name, index) => [name, read[index] as unknown]),
  ) as unknown as AnyFact['attributes'];
}
