import { isServerError, type Session } from '@senior-backend/core/postgres/session';
import { quoteIdentifier } from '@senior-backend/core/postgres/sql/quote';
import type { ObservedColumn, ObservedForeignKey, ObservedIndex, ObservedTable, ObservedView } from './observation.js';
import { COLUMNS, FOREIGN_KEYS, INDEXES, leafDensities, TABLES, VIEWS } from './queries/relations.js';
import { extensionSchema } from './queries/statements.js';

interface TableRow {
  readonly oid: string;
  readonly schema: string;
  readonly name: string;
  readonly estimated_rows: number;
  readonly bytes: number;
  readonly partitioned: boolean;
  readonly has_primary_key: boolean;
  readonly sequential_scans: number;
  readonly sequential_rows_read: number;
  readonly index_scans: number;
  readonly rows_written: number;
  readonly rows_updated: number;
  readonly rows_updated_in_place: number;
  readonly dead_rows: number;
  readonly transaction_age: number;
  readonly multixact_age: number;
  readonly row_security: boolean;
  readonly open_to_public: boolean;
}

interface ColumnRow {
  readonly oid: string;
  readonly name: string;
  readonly type: string;
  readonly not_null: boolean;
  readonly bytewise: boolean;
  readonly distinct: number | null;
  readonly width: number | null;
  readonly null_share: number;
  readonly correlation: number;
  readonly highest: number | null;
  readonly frequent_values: readonly string[] | null;
  readonly frequent_shares: readonly number[] | null;
  readonly common: string | null;
  readonly low: string | null;
  readonly high: string | null;
}

export async function observeTables(session: Session): Promise<readonly ObservedTable[]> {
  const tables = await session.query<TableRow>(TABLES);
  const columns = new Map<string, ObservedColumn[]>();
  const once = textPool();
  await readRows<ColumnRow>(session, COLUMNS, (row) => {
    const known = columns.get(row.oid);
    if (known) known.push(toColumn(row, once));
    else columns.set(row.oid, [toColumn(row, once)]);
  });
  return tables.map((row) => ({
    schema: row.schema,
    name: row.name,
    estimatedRows: row.estimated_rows,
    bytes: row.bytes,
    partitioned: row.partitioned,
    hasPrimaryKey: row.has_primary_key,
    sequentialScans: row.sequential_scans,
    sequentialRowsRead: row.sequential_rows_read,
    indexScans: row.index_scans,
    rowsWritten: row.rows_written,
    rowsUpdated: row.rows_updated,
    rowsUpdatedInPlace: row.rows_updated_in_place,
    deadRows: row.dead_rows,
    transactionAge: row.transaction_age,
    multixactAge: row.multixact_age,
    rowSecurity: row.row_security,
    openToPublic: row.open_to_public,
    columns: columns.get(row.oid) ?? [],
  }));
}

const NONE: ObservedColumn['frequent'] = [];
const NO_SAMPLES: ObservedColumn['samples'] = { common: null, low: null, high: null };

function toColumn(
  { name, type, not_null, distinct, width, null_share, correlation, ...row }: ColumnRow,
  once: (text: string) => string,
): ObservedColumn {
  const shares = row.frequent_shares ?? [];
  const { common, low, high } = row;
  return {
    name: once(name),
    type: once(type),
    notNull: not_null,
    bytewise: row.bytewise,
    distinct,
    widthBytes: width,
    nullShare: null_share,
    correlation,
    highest: row.highest,
    frequent: row.frequent_values?.map((value, at) => ({ value, share: shares[at] ?? 0 })) ?? NONE,
    samples: common === null && low === null && high === null ? NO_SAMPLES : { common, low, high },
  };
}

type IndexRow = Omit<ObservedIndex, 'table' | 'leafDensity'> & { readonly schema: string; readonly table: string };

export async function observeIndexes(session: Session): Promise<readonly ObservedIndex[]> {
  const densities = await observeLeafDensities(session);
  const indexes: ObservedIndex[] = [];
  const once = textPool();
  await readRows<IndexRow>(session, INDEXES, ({ schema, table, ...index }) => {
    indexes.push({
      ...index,
      method: once(index.method),
      keys: index.keys.map((key) => key && once(key)),
      table: { schema: once(schema), name: once(table) },
      leafDensity: densities.get(`${schema}.${index.name}`) ?? null,
    });
  });
  return indexes;
}

const ROWS_A_FETCH = 1_000;

/** Gives each row of a query of many rows; all of them at once would be held beside what is made of them. */
async function readRows<Row extends object>(session: Session, sql: string, take: (row: Row) => void): Promise<void> {
  await session.execute(`DECLARE observed_rows NO SCROLL CURSOR FOR ${sql}`);
  for (;;) {
    const rows = await session.query<Row>(`FETCH ${ROWS_A_FETCH} FROM observed_rows`);
    for (const row of rows) take(row);
    if (rows.length < ROWS_A_FETCH) break;
  }
  await session.execute('CLOSE observed_rows');
}

/** Each text once: the driver makes a new string of every name and type in every row. */
function textPool(): (text: string) => string {
  const known = new Map<string, string>();
  return (text) => {
    const same = known.get(text) ?? text;
    known.set(same, same);
    return same;
  };
}

/** Indexes are read from end to end for it: the largest few are what counts. */
const MOST_MEASURED = 50;

/** What pgstatindex measures, where the extension is there and this role may use it. */
async function observeLeafDensities(session: Session): Promise<ReadonlyMap<string, number>> {
  const [extension] = await session.query<{ schema: string }>(extensionSchema('pgstattuple'));
  if (!extension) return new Map();
  await session.execute('SAVEPOINT densities');
  try {
    const rows = await session.query<{ schema: string; name: string; density: number }>(
      leafDensities(quoteIdentifier(extension.schema)),
      [MOST_MEASURED],
    );
    return new Map(rows.map(({ schema, name, density }) => [`${schema}.${name}`, density]));
  } catch (error) {
    // No right to use it, or too long: the estimate from the statistics is left.
    if (!isServerError(error)) throw error;
    await session.execute('ROLLBACK TO SAVEPOINT densities');
    return new Map();
  }
}

export function observeViews(session: Session): Promise<readonly ObservedView[]> {
  return session.query<ObservedView & Record<string, unknown>>(VIEWS);
}

interface ForeignKeyRow {
  readonly schema: string;
  readonly table: string;
  readonly name: string;
  readonly columns: readonly string[];
  readonly referenced_schema: string;
  readonly referenced_table: string;
  readonly referenced_columns: readonly string[];
}

export async function observeForeignKeys(session: Session): Promise<readonly ObservedForeignKey[]> {
  const rows = await session.query<ForeignKeyRow>(FOREIGN_KEYS);
  return rows.map((row) => ({
    table: { schema: row.schema, name: row.table },
    name: row.name,
    columns: row.columns,
    referenced: { schema: row.referenced_schema, name: row.referenced_table },
    referencedColumns: row.referenced_columns,
  }));
}
