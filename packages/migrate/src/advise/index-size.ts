import type { ObservedTable } from '../observe/observation.js';

const PAGE_FILL = 0.9; // what CREATE INDEX leaves of a leaf page (BTREE_DEFAULT_FILLFACTOR)
const HEAP_POINTER_BYTES = 6; // an ItemPointerData in a posting list
const TUPLE_OVERHEAD_BYTES = 8 + 4; // IndexTupleData and its line pointer

/**
 * Bytes of a b-tree, deduplicated as PostgreSQL 13 and later do: each distinct key once, each row six bytes in a posting
 * list. Without that, an index on a column of few values is taken for several times its real size.
 */
export function estimateIndexBytes(table: ObservedTable, columns: readonly string[]): number {
  const rows = Math.max(1, table.estimatedRows);
  const used = columns.map((name) => table.columns.find((column) => column.name === name));
  const widthBytes = used.reduce((sum, column) => sum + Math.max(4, column?.widthBytes ?? 8), 0);
  const distinct = used.reduce((product, column) => product * distinctValues(column?.distinct ?? null, rows), 1);
  const keys = Math.min(rows, distinct);
  return Math.ceil((rows * HEAP_POINTER_BYTES + keys * (widthBytes + TUPLE_OVERHEAD_BYTES)) / PAGE_FILL);
}

/** pg_stats.n_distinct as a count; every row its own where nothing is known. */
export function distinctValues(distinct: number | null, rows: number): number {
  if (distinct === null || distinct === 0) return rows;
  return distinct > 0 ? distinct : Math.max(1, -distinct * rows);
}
