// What keeping one more index costs the writes of the workload.

import type { CandidateIndex } from '../../candidates/candidate.js';
import { findTable, sameTable } from '../../observe/find-table.js';
import type { Observation, ObservedTable } from '../../observe/observation.js';

/** For each row that is written, in the planner's units: a descent and a dirtied leaf, in memory. */
const UPKEEP_A_ROW = 0.25;
/** BRIN notes a row without a descent, and mostly not at all. */
const UPKEEP_OF_BRIN = 0.02;

/** In the planner's units, over all calls. What ran once, such as a data load, is over and does not count. */
export function upkeep(observation: Observation, index: CandidateIndex): number {
  const table = findTable(observation, index.table);
  const each = index.method === 'brin' ? UPKEEP_OF_BRIN : UPKEEP_A_ROW;
  const rows = observation.workload.statements
    .filter(({ calls }) => calls > 1)
    .flatMap((statement) =>
      statement.accesses
        .filter((access) => access.write && sameTable(access.table, index.table))
        .map(({ sets }) => statement.rows * (table ? shareThatTouches(table, sets, index) : 1)),
    );
  return rows.reduce((sum, one) => sum + one, 0) * each;
}

/** Updates of the index's own columns in the workload that are heap-only today and could not be any more. */
export function heapOnlyUpdatesLost(observation: Observation, index: CandidateIndex): number {
  const table = findTable(observation, index.table);
  if (!table || inPlaceShare(table) === 0) return 0;
  const updates = observation.workload.statements.filter((statement) =>
    statement.accesses.some(
      (access) => access.write && sameTable(access.table, index.table) && setsKey(access.sets, index),
    ),
  );
  return Math.round(updates.reduce((sum, { rows }) => sum + rows, 0) * inPlaceShare(table));
}

/** An update that sets none of the index's columns leaves it alone where it is heap-only. */
function shareThatTouches(table: ObservedTable, sets: readonly string[], index: CandidateIndex): number {
  if (sets.length === 0) return 1;
  // A heap-only update turned into a plain one writes to every index of the table.
  if (setsKey(sets, index)) return 1 + 2 * inPlaceShare(table);
  return 1 - inPlaceShare(table);
}

function setsKey(sets: readonly string[], { columns, include, expression, predicate }: CandidateIndex): boolean {
  const words = `${expression ?? ''} ${predicate ?? ''}`.split(/\W+/);
  return sets.some((column) => [...columns, ...(include ?? []), ...words].includes(column));
}

function inPlaceShare({ rowsUpdated, rowsUpdatedInPlace }: ObservedTable): number {
  return rowsUpdated === 0 ? 0 : rowsUpdatedInPlace / rowsUpdated;
}
