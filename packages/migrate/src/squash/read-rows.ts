// The rows that migrations left in a database, as statements that put them into another one.
import type { Catalog, Fact } from '@senior-backend/core/postgres/catalog';
import { factsOf, isKind, objectId } from '@senior-backend/core/postgres/catalog/object-id';
import type { Session } from '@senior-backend/core/postgres/session';
import { quoteIdentifier, quoteLiteral } from '@senior-backend/core/postgres/sql/quote';
import { migrateError } from '../codes.js';
import { relationName } from '../plan/names.js';
import { finishStatement, type Statement } from '../plan/statement.js';

/** Together. Migrations seed tables; what is more is data, and belongs into a dump. */
const MOST_ROWS = 10_000;

/**
 * INSERTs in the order of foreign keys, and the state of sequences. Throws MIG117 for too many rows, and where tables with
 * rows refer to each other in a circle.
 */
export async function readRows(session: Session, catalog: Catalog): Promise<readonly Statement[]> {
  const filled = new Map<Fact<'table'>, readonly string[]>();
  let count = 0;
  for (const table of factsOf(catalog, 'table')) {
    if (table.attributes.variant !== 'ordinary') continue;
    const rows = await rowsOf(session, table, catalog);
    count += rows.length;
    if (count > MOST_ROWS)
      throw migrateError('MIG117', {
        message: `the migrations leave more than ${MOST_ROWS} rows behind, the last of them in ${relationName(table)}`,
        help: 'take what loads data out of the folder, and load it apart',
      });
    if (rows.length > 0) filled.set(table, rows);
  }
  const inserts = inOrder([...filled.keys()], catalog).flatMap((table) =>
    insert(table, filled.get(table) ?? [], catalog),
  );
  const views =
    filled.size === 0 ? [] : factsOf(catalog, 'materializedView').filter((view) => view.attributes.populated);
  return [
    ...inserts,
    ...(await sequenceStates(session)),
    ...views.map((view) => finishStatement({ sql: `REFRESH MATERIALIZED VIEW ${relationName(view)}` }, view.id)),
  ];
}

function columnsOf(table: Fact<'table'>, catalog: Catalog): readonly Fact<'column'>[] {
  return factsOf(catalog, 'column')
    .filter(
      ({ names, attributes }) =>
        names[0] === table.names[0] && names[1] === table.names[1] && attributes.generated === null,
    )
    .sort((a, b) => a.position - b.position);
}

/** `('1', 'open', NULL)` a row: every type has a text that it can be read back from. */
async function rowsOf(session: Session, table: Fact<'table'>, catalog: Catalog): Promise<readonly string[]> {
  const values = columnsOf(table, catalog).map(
    ({ names }) => `quote_nullable(r.${quoteIdentifier(names[2] ?? '')}::text)`,
  );
  const row = values.length === 0 ? "''" : `concat_ws(', ', ${values.join(', ')})`;
  const rows = await session.query<{ row: string }>(
    `SELECT '(' || ${row} || ')' AS row FROM ONLY ${relationName(table)} r LIMIT ${MOST_ROWS + 1}`,
  );
  return rows.map((one) => one.row);
}

function insert(table: Fact<'table'>, rows: readonly string[], catalog: Catalog): readonly Statement[] {
  const name = relationName(table);
  const columns = columnsOf(table, catalog);
  const isAlways = columns.some(({ attributes }) => attributes.identity?.generation === 'always');
  const list = columns.map(({ names }) => quoteIdentifier(names[2] ?? '')).join(', ');
  const hasTriggers = factsOf(catalog, 'trigger').some(({ dependsOn }) => dependsOn.includes(table.id));
  // The rows are as the triggers of their time left them.
  const triggers = (word: string): readonly string[] =>
    hasTriggers ? [`ALTER TABLE ${name} ${word} TRIGGER USER`] : [];
  return [
    ...triggers('DISABLE'),
    `INSERT INTO ${name} (${list})${isAlways ? ' OVERRIDING SYSTEM VALUE' : ''} VALUES\n  ${rows.join(',\n  ')}`,
    ...triggers('ENABLE'),
  ].map((sql) => finishStatement({ sql }, table.id));
}

/** A table after those that its foreign keys lead to. One statement may refer to its own rows. */
function inOrder(tables: readonly Fact<'table'>[], catalog: Catalog): readonly Fact<'table'>[] {
  const targets = new Map<string, Set<string>>(tables.map(({ id }) => [id, new Set()]));
  for (const { names, attributes } of factsOf(catalog, 'constraint')) {
    const own = objectId('table', names.slice(0, 2));
    const target =
      attributes.references && objectId('table', [attributes.references.schema, attributes.references.table]);
    if (target && target !== own && targets.has(target)) targets.get(own)?.add(target);
  }
  const sorted: Fact<'table'>[] = [];
  const placed = new Set<string>();
  for (let left = tables; left.length > 0; left = left.filter(({ id }) => !placed.has(id))) {
    const ready = left.filter(({ id }) => [...(targets.get(id) ?? [])].every((target) => placed.has(target)));
    if (ready.length === 0)
      throw migrateError('MIG117', {
        message: `tables with rows refer to each other: ${left.map(relationName).join(', ')}`,
        help: 'take what fills one of them out of the folder, and load it apart',
      });
    for (const table of ready) placed.add(table.id);
    sorted.push(...ready);
  }
  return sorted;
}

async function sequenceStates(session: Session): Promise<readonly Statement[]> {
  const rows = await session.query<{ name: string; value: string }>(
    `SELECT quote_ident(schemaname) || '.' || quote_ident(sequencename) AS name, last_value::text AS value
     FROM pg_sequences WHERE last_value IS NOT NULL AND schemaname <> 'db_migrate' ORDER BY 1`,
  );
  return rows.map(({ name, value }) =>
    finishStatement({ sql: `SELECT pg_catalog.setval(${quoteLiteral(name)}, ${value})` }, `sequence:${name}`),
  );
}

/** A line a table: its rows as a hash, whatever their order. Two databases with the same lines hold the same rows. */
export async function rowDigest(session: Session, catalog: Catalog): Promise<readonly string[]> {
  const lines: string[] = [];
  for (const table of factsOf(catalog, 'table')) {
    if (!isKind(table, 'table') || table.attributes.variant !== 'ordinary') continue;
    const columns = columnsOf(table, catalog).map(({ names }) => `r.${quoteIdentifier(names[2] ?? '')}::text`);
    const [row] = await session.query<{ digest: string }>(
      `SELECT count(*) || ' ' || COALESCE(md5(string_agg(md5(ARRAY[${columns.join(', ')}]::text[]::text), '' ORDER BY md5(ARRAY[${columns.join(', ')}]::text[]::text))), '') AS digest FROM ONLY ${relationName(table)} r`,
    );
    lines.push(`${relationName(table)} ${row?.digest ?? ''}`);
  }
  return lines;
}
