import { indexesOf } from './find-table.js';
import type { Observation, ObservedIndex, TableName } from './observation.js';

/** Whether a usable index of the table begins with these columns, in any order. */
export function isCovered(observation: Observation, table: TableName, columns: readonly string[]): boolean {
  return indexesOf(observation, table).some((index) => isUsable(index) && beginsWith(index.keys, columns));
}

/** B-trees that are whole and valid; a partial index serves some rows only. */
export function isUsable(index: ObservedIndex): boolean {
  return index.valid && !index.partial && index.method === 'btree';
}

/** The first keys of the index are these columns as a set: equality on all of them can use it. */
export function beginsWith(keys: readonly (string | null)[], columns: readonly string[]): boolean {
  const head = keys.slice(0, columns.length);
  return head.length === columns.length && columns.every((column) => head.includes(column));
}
