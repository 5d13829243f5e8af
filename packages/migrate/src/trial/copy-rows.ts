// Fills a scratch copy of the schema with rows of the connected database: whole tables up to a limit, larger ones by a
// sample of their pages.
import type { Session } from '@senior-backend/core/postgres/session';
import { quoteIdentifier, quoteName } from '@senior-backend/core/postgres/sql/quote';
import type { ObservedTable } from '../observe/observation.js';

export interface CopiedTable {
  readonly schema: string;
  readonly name: string;
  /** Rows that are in the copy, and rows that the table has by the planner's statistics. */
  readonly rows: number;
  readonly ofRows: number;
}

interface CopiedColumn {
  readonly name: string;
  readonly type: string;
}

const BATCH_ROWS = 5_000;
/** More pages than needed: the last ones are cut off by LIMIT. */
const SAMPLE_MARGIN = 1.2;

/** Leaves foreign keys and triggers of the copy behind: sampled children have no parents, and nothing shall run. */
export async function copyRows(
  live: Session,
  copy: Session,
  tables: readonly ObservedTable[],
  mostRows: number,
): Promise<readonly CopiedTable[]> {
  // A vacuum right behind an asynchronous commit sets no page visible, and index-only scans are then never chosen.
  await copy.execute('SET synchronous_commit = on');
  await dropForeignKeys(copy);
  const copied: CopiedTable[] = [];
  await live.execute('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
  try {
    for (const table of tables) copied.push(await copyTable(live, copy, table, mostRows));
  } finally {
    await live.execute('ROLLBACK');
  }
  await copy.execute('VACUUM ANALYZE');
  return copied;
}

async function copyTable(live: Session, copy: Session, table: ObservedTable, mostRows: number): Promise<CopiedTable> {
  const name = quoteName([table.schema, table.name]);
  const columns = await copiedColumns(live, name);
  const list = columns.map((column) => quoteIdentifier(column.name)).join(', ');
  await copy.execute(`ALTER TABLE ${name} DISABLE TRIGGER USER; ALTER TABLE ${name} NO FORCE ROW LEVEL SECURITY`);
  const texts = columns.map((column, at) => `${quoteIdentifier(column.name)}::text AS c${at}`).join(', ');
  await live.execute(
    `DECLARE sampled_rows NO SCROLL CURSOR FOR SELECT ${texts} FROM ${sampleOf(table, name, mostRows)}`,
  );
  const parts = columns.map((_, at) => `$${at + 1}::text[]`).join(', ');
  const values = columns.map(({ type }, at) => `u.c${at}::${type}`).join(', ');
  const names = columns.map((_, at) => `c${at}`).join(', ');
  const insert = `INSERT INTO ${name} (${list}) OVERRIDING SYSTEM VALUE SELECT ${values} FROM unnest(${parts}) AS u(${names}) ON CONFLICT DO NOTHING`;
  let rows = 0;
  for (;;) {
    const batch = await live.query<Record<string, string | null>>(`FETCH ${BATCH_ROWS} FROM sampled_rows`);
    if (batch.length > 0 && columns.length > 0)
      await copy.query(
        insert,
        columns.map((_, at) => batch.map((row) => row[`c${at}`] ?? null)),
      );
    rows += batch.length;
    if (batch.length < BATCH_ROWS) break;
  }
  await live.execute('CLOSE sampled_rows');
  return { schema: table.schema, name: table.name, rows, ofRows: Math.max(rows, table.estimatedRows) };
}

/** Sampled by page, with the same seed each time: the same rows from the same table. */
function sampleOf({ estimatedRows, partitioned }: ObservedTable, name: string, mostRows: number): string {
  if (estimatedRows <= mostRows || partitioned) return `${name} LIMIT ${mostRows}`;
  const percent = Math.min(100, ((mostRows * SAMPLE_MARGIN) / estimatedRows) * 100);
  return `${name} TABLESAMPLE SYSTEM (${percent}) REPEATABLE (1) LIMIT ${mostRows}`;
}

/** Generated columns are computed again. */
async function copiedColumns(live: Session, name: string): Promise<readonly CopiedColumn[]> {
  return live.query<CopiedColumn & Record<string, unknown>>(
    `SELECT attname AS name, pg_catalog.format_type(atttypid, atttypmod) AS type
     FROM pg_catalog.pg_attribute
     WHERE attrelid = $1::pg_catalog.regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
     ORDER BY attnum`,
    [name],
  );
}

async function dropForeignKeys(copy: Session): Promise<void> {
  const keys = await copy.query<{ table: string; name: string }>(
    `SELECT conrelid::pg_catalog.regclass::text AS "table", pg_catalog.quote_ident(conname) AS name
     FROM pg_catalog.pg_constraint
     WHERE contype = 'f' AND conparentid = 0`,
  );
  for (const { table, name } of keys) await copy.execute(`ALTER TABLE ${table} DROP CONSTRAINT ${name}`);
}
