import type { Observation, ObservedTable, TableName } from '../observe/observation.js';
import { sameTable } from './evidence.js';

/** Below this many rows a sequential scan is a handful of pages, and an index saves nothing worth its upkeep. */
export const SMALL_TABLE_ROWS = 1_000;

export function findTable(observation: Observation, name: TableName): ObservedTable | undefined {
  return observation.tables.find((table) => sameTable(table, name));
}

/** True only where the size is known: a table that was never analysed may be any size. */
export function isSmall(table: ObservedTable): boolean {
  return table.estimatedRows >= 0 && table.estimatedRows < SMALL_TABLE_ROWS;
}
