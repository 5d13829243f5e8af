import type { Session } from '@senior-backend/core/postgres/session';
import type { ObservedColumn, ObservedForeignKey, ObservedIndex, ObservedTable } from './observation.js';
import { COLUMNS, FOREIGN_KEYS, INDEXES, TABLES } from './queries/relations.js';

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
  readonly dead_rows: number;
  readonly transaction_age: number;
  readonly row_security: boolean;
  readonly open_to_public: boolean;
}

interface ColumnRow {
  readonly oid: string;
  readonly name: string;
  readonly type: string;
  readonly not_null: boolean;
  readonly distinct: number | null;
  readonly width: number | null;
  readonly common: string | null;
  readonly low: string | null;
  readonly high: string | null;
}

export async function observeTables(session: Session): Promise<readonly ObservedTable[]> {
  const tables = await session.query<TableRow>(TABLES);
  const columns = new Map<string, ObservedColumn[]>();
  for (const { oid, name, type, not_null, distinct, width, ...samples } of await session.query<ColumnRow>(COLUMNS)) {
    const column = { name, type, notNull: not_null, distinct, widthBytes: width, samples };
    const known = columns.get(oid);
    if (known) known.push(column);
    else columns.set(oid, [column]);
  }
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
    deadRows: row.dead_rows,
    transactionAge: row.transaction_age,
    rowSecurity: row.row_security,
    openToPublic: row.open_to_public,
    columns: columns.get(row.oid) ?? [],
  }));
}

type IndexRow = Omit<ObservedIndex, 'table'> & { readonly schema: string; readonly table: string };

export async function observeIndexes(session: Session): Promise<readonly ObservedIndex[]> {
  const rows = await session.query<IndexRow>(INDEXES);
  return rows.map(({ schema, table, ...index }) => ({ ...index, table: { schema, name: table } }));
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
