// From the conditions of the workload to the indexes that are worth a thought.
import { isSmall, sameTable } from '../observe/find-table.js';
import { isUsable } from '../observe/index-cover.js';
import type { Observation, ObservedIndex, ObservedStatement, ObservedTable } from '../observe/observation.js';
import type { TableAccess } from '../observe/resolve/access.js';
import { type CandidateIndex, candidateKey } from './candidate.js';
import { columnOf, distinctValues } from './index-size.js';
import { specialCandidates } from './special-candidates.js';

const MOST_COLUMNS = 3;
const MOST_NULLS = 0.5;

/**
 * Single columns that conditions compare or that a sort or grouping begins with, and for each access the composites that
 * serve it as a whole: the most selective equalities, then one range or the sort. Then what is no plain b-tree. Tables that
 * fit into a few pages are left out, and so is what an index that is there begins with.
 */
export function generateCandidates(
  statements: readonly ObservedStatement[],
  observation: Pick<Observation, 'tables' | 'indexes'>,
): readonly CandidateIndex[] {
  const found = new Map<string, CandidateIndex>();
  for (const statement of statements) {
    for (const access of statement.accesses) {
      const table = observation.tables.find((one) => sameTable(one, access.table));
      if (!table || isSmall(table)) continue;
      const plain = columnLists(access, table).map((columns) => ({ table: access.table, columns }));
      for (const candidate of [...plain, ...specialCandidates(access, table)]) {
        if (observation.indexes.some((index) => serves(index, candidate))) continue;
        found.set(candidateKey(candidate), candidate);
      }
    }
  }
  return [...found.values()];
}

/** An index that is there and begins with these columns, in this order: a narrower one would only be a second copy. */
function serves(index: ObservedIndex, { table, columns, method = 'btree', ...candidate }: CandidateIndex): boolean {
  if (!sameTable(index.table, table) || candidate.expression !== undefined || candidate.operatorClass) return false;
  // What a b-tree finds, BRIN need not narrow.
  if (method !== 'btree' && index.valid && index.method === method && index.keys[0] === columns[0]) return true;
  if (method !== 'btree' && method !== 'brin') return false;
  return isUsable(index) && columns.every((column, at) => index.keys[at] === column);
}

function columnLists(access: TableAccess, table: ObservedTable): readonly (readonly string[])[] {
  const of = (...kinds: readonly string[]): readonly string[] => [
    ...new Set(access.conditions.filter((one) => kinds.includes(one.kind)).map((one) => one.column)),
  ];
  // IS NULL on a column that is mostly null narrows nothing.
  const nulls = of('null').filter((column) => (columnOf(table, column)?.nullShare ?? 0) < MOST_NULLS);
  const equal = [...new Set([...of('equal', 'join'), ...nulls])].sort((a, b) => spread(table, b) - spread(table, a));
  const ranges = of('range', 'prefix');
  const heads = [equal, [...equal].reverse(), ...equal.map((column) => [column])].map((list) =>
    list.slice(0, MOST_COLUMNS),
  );
  const tails = [...ranges.map((column) => [column]), access.sort, access.group, []];
  const lists = heads.flatMap((head) =>
    [head, head.slice(0, 2), head.slice(0, 1), []].flatMap((part) =>
      tails.map((tail) => [...new Set([...part, ...tail])]),
    ),
  );
  return [...lists, ...ranges.map((column) => [column])]
    .map((list) => list.slice(0, MOST_COLUMNS))
    .filter((list) => list.length > 0);
}

/** How far a column narrows: its distinct values. */
function spread(table: ObservedTable, name: string): number {
  return distinctValues(columnOf(table, name)?.distinct ?? null, Math.max(1, table.estimatedRows));
}
