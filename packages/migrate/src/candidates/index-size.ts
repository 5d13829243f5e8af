import type { ObservedColumn, ObservedTable } from '../observe/observation.js';
import type { CandidateIndex } from './candidate.js';

const PAGE_BYTES = 8_192;
const PAGE_FILL = 0.9; // what CREATE INDEX leaves of a leaf page (BTREE_DEFAULT_FILLFACTOR)
const HEAP_POINTER_BYTES = 6; // an ItemPointerData in a posting list
const MEAN_PADDING_BYTES = 4;
const TUPLE_OVERHEAD_BYTES = 8 + 4; // IndexTupleData and its line pointer
const LEAST_PAGES = 2; // a meta page and a root
const UNKNOWN_WIDTH_BYTES = 16;
/** BRIN holds a summary for each 128 pages. */
const BRIN_RANGE_PAGES = 128;
const BRIN_SUMMARY_BYTES = 32;

/** Bytes that a candidate would take once it is built. */
export function estimateCandidateBytes(table: ObservedTable, index: CandidateIndex): number {
  const least = LEAST_PAGES * PAGE_BYTES;
  if (index.method === 'brin') {
    const ranges = table.bytes / PAGE_BYTES / BRIN_RANGE_PAGES;
    return least + PAGE_BYTES + Math.ceil(ranges * BRIN_SUMMARY_BYTES * index.columns.length);
  }
  const share = predicateShare(table, index.predicate);
  const rows = Math.max(1, table.estimatedRows * share);
  // Rows with INCLUDE columns are never folded into posting lists.
  if (index.include?.length || index.expression !== undefined) {
    const width = [...index.columns, ...(index.include ?? [])].reduce((sum, name) => sum + widthOf(table, name), 0);
    const expression = index.expression === undefined ? 0 : UNKNOWN_WIDTH_BYTES;
    return Math.max(least, Math.ceil((rows * (aligned(width + expression) + TUPLE_OVERHEAD_BYTES)) / PAGE_FILL));
  }
  return Math.max(least, Math.ceil(estimateIndexBytes(table, index.columns) * share));
}

/**
 * Bytes of a b-tree, deduplicated as PostgreSQL 13 and later do: each distinct key once, each row six bytes in a posting
 * list. Without that, an index on a column of few values is taken for several times its real size.
 */
export function estimateIndexBytes(table: ObservedTable, columns: readonly string[]): number {
  const rows = Math.max(1, table.estimatedRows);
  const widthBytes = columns.reduce((sum, name) => sum + widthOf(table, name), 0);
  const distinct = columns.reduce(
    (product, name) => product * distinctValues(columnOf(table, name)?.distinct ?? null, rows),
    1,
  );
  const keys = Math.min(rows, distinct);
  // A key of one row is a plain tuple. One of more has all of its pointers in a list behind it, aligned to eight bytes.
  const listed = keys < rows ? rows * HEAP_POINTER_BYTES + keys * MEAN_PADDING_BYTES : 0;
  return Math.ceil((listed + keys * (aligned(widthBytes) + TUPLE_OVERHEAD_BYTES)) / PAGE_FILL);
}

/** To eight bytes (MAXALIGN). */
function aligned(bytes: number): number {
  return Math.ceil(bytes / 8) * 8;
}

/** pg_stats.n_distinct as a count; every row its own where nothing is known. */
export function distinctValues(distinct: number | null, rows: number): number {
  if (distinct === null || distinct === 0) return rows;
  return distinct > 0 ? distinct : Math.max(1, -distinct * rows);
}

export function columnOf(table: ObservedTable, name: string): ObservedColumn | undefined {
  return table.columns.find((column) => column.name === name);
}

function widthOf(table: ObservedTable, name: string): number {
  return Math.max(4, columnOf(table, name)?.widthBytes ?? 8);
}

/** Share of the rows that a partial index holds, by the statistics; all where they say nothing of it. */
function predicateShare(table: ObservedTable, predicate: string | undefined): number {
  if (predicate === undefined) return 1;
  return table.columns.reduce((least, column) => {
    const shares = predicatesOf(column)
      .filter(({ sql }) => sql === predicate)
      .map(({ share }) => share);
    return Math.min(least, ...shares);
  }, 1);
}

function predicatesOf(column: ObservedColumn): readonly { readonly sql: string; readonly share: number }[] {
  const { name, nullShare } = column;
  const share = (value: string): number => column.frequent.find((one) => one.value === value)?.share ?? 0.01;
  return [
    { sql: `${name} IS NULL`, share: nullShare },
    { sql: `${name} IS NOT NULL`, share: 1 - nullShare },
    { sql: name, share: share('t') },
    { sql: `NOT ${name}`, share: share('f') },
    ...column.frequent.map(({ value, share: of }) => ({ sql: `${name} = '${value}'`, share: of })),
  ];
}
