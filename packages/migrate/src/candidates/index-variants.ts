// The same index in another shape: narrower by what it holds, or wider by what it carries along.
import { findTable } from '../observe/find-table.js';
import type { Observation } from '../observe/observation.js';
import type { TableAccess } from '../observe/resolve/access.js';
import { type CandidateIndex, candidateKey } from './candidate.js';
import { columnOf } from './index-size.js';

const MOST_INCLUDED = 3;
const MOST_INCLUDED_BYTES = 32;

/** Covering shapes of an index: with the further columns that a statement reads, where they are few and narrow. */
export function coveringVariants(index: CandidateIndex, observation: Observation): readonly CandidateIndex[] {
  const table = findTable(observation, index.table);
  if (!table || (index.method ?? 'btree') !== 'btree' || index.include) return [];
  const accesses = observation.workload.statements.flatMap(({ accesses: all }) =>
    all.filter((access) => isServed(access, index)),
  );
  const variants = accesses.flatMap(({ reads }) => {
    const include = reads?.filter((column) => !index.columns.includes(column)) ?? [];
    const bytes = include.reduce((sum, name) => sum + (columnOf(table, name)?.widthBytes ?? MOST_INCLUDED_BYTES), 0);
    const fits = include.length > 0 && include.length <= MOST_INCLUDED && bytes <= MOST_INCLUDED_BYTES;
    return fits ? [{ ...index, include }] : [];
  });
  return [...new Map(variants.map((variant) => [candidateKey(variant), variant])).values()];
}

/** The access reads the table by the first key of the index. */
function isServed(access: TableAccess, { table, columns, expression }: CandidateIndex): boolean {
  const [first] = columns;
  return (
    !access.write &&
    expression === undefined &&
    first !== undefined &&
    access.table.schema === table.schema &&
    access.table.name === table.name &&
    (access.conditions.some(({ column }) => column === first) || access.sort[0] === first || access.group[0] === first)
  );
}
