// Indexes that are more than a b-tree over columns: partial, over an expression, for LIKE, GIN, GiST and BRIN.
import type { ObservedTable } from '../observe/observation.js';
import type { Membership, TableAccess } from '../observe/resolve/access.js';
import type { CandidateIndex, IndexMethod } from './candidate.js';
import { columnOf } from './index-size.js';

/** A partial index is worth its name where it leaves out most of the rows. */
const MOST_PARTIAL_SHARE = 0.4;
/** BRIN serves ranges over rows that lie on disk in the order of the column, in tables of many pages. */
const LEAST_CORRELATION = 0.95;
const LEAST_BRIN_ROWS = 100_000;
const MOST_COLUMNS = 3;

export function specialCandidates(access: TableAccess, table: ObservedTable): readonly CandidateIndex[] {
  return [
    ...partial(access, table),
    ...access.expressions.map(({ sql }) => ({ table: access.table, columns: [], expression: sql })),
    ...patterns(access, table),
    ...blockRanges(access, table),
    ...memberships(access, table),
  ];
}

/** The conditions and the sort of the access, over the rows that its constant conditions keep. */
function partial(access: TableAccess, table: ObservedTable): readonly CandidateIndex[] {
  return access.predicates.flatMap(({ column, sql, value }) => {
    if (value === undefined || shareOf(table, column, value) > MOST_PARTIAL_SHARE) return [];
    const of = (...kinds: readonly string[]): readonly string[] =>
      access.conditions.filter((one) => kinds.includes(one.kind) && one.column !== column).map((one) => one.column);
    const tails = [of('range'), access.sort, access.group, []];
    const lists = tails.map((tail) => [...new Set([...of('equal', 'join'), ...tail])].slice(0, MOST_COLUMNS));
    const keyed = lists.filter((list) => list.length > 0);
    return (keyed.length > 0 ? keyed : [[column]]).map((columns) => ({ table: access.table, columns, predicate: sql }));
  });
}

function shareOf(table: ObservedTable, name: string, value: string | null): number {
  const column = columnOf(table, name);
  if (!column || column.distinct === null) return column?.nullShare === 1 && value === null ? 1 : 0.5;
  if (value === null) return column.nullShare;
  return column.frequent.find((one) => one.value === value)?.share ?? (column.frequent.length > 0 ? 0.01 : 1);
}

/** LIKE compares by bytes: under any collation but C a b-tree serves it with the pattern operators alone. */
function patterns(access: TableAccess, table: ObservedTable): readonly CandidateIndex[] {
  const equal = access.conditions.filter(({ kind }) => kind === 'equal').map(({ column }) => column);
  return access.conditions
    .filter(({ kind, column }) => kind === 'prefix' && columnOf(table, column)?.bytewise === false)
    .flatMap(({ column }) => {
      const type = columnOf(table, column)?.type ?? '';
      const name = /^character varying/.test(type)
        ? 'varchar_pattern_ops'
        : type === 'text'
          ? 'text_pattern_ops'
          : undefined;
      if (name === undefined) return [];
      return [[column], [...equal, column].slice(-MOST_COLUMNS)].map((columns) => ({
        table: access.table,
        columns,
        operatorClass: { column, name },
      }));
    });
}

function blockRanges(access: TableAccess, table: ObservedTable): readonly CandidateIndex[] {
  if (table.estimatedRows < LEAST_BRIN_ROWS) return [];
  return access.conditions
    .filter(
      ({ kind, column }) =>
        kind === 'range' && Math.abs(columnOf(table, column)?.correlation ?? 0) >= LEAST_CORRELATION,
    )
    .map(({ column }) => ({ table: access.table, columns: [column], method: 'brin' as const }));
}

function memberships(access: TableAccess, table: ObservedTable): readonly CandidateIndex[] {
  return access.memberships.flatMap((one) => {
    const type = columnOf(table, one.column)?.type ?? '';
    const method = methodFor(type, one);
    if (method === undefined) return [];
    // The smaller and faster operator class of jsonb serves containment alone.
    const paths = type === 'jsonb' && one.operator === '@>';
    const operatorClass = { column: one.column, name: 'jsonb_path_ops' };
    return [{ table: access.table, columns: [one.column], method, ...(paths && { operatorClass }) }];
  });
}

function methodFor(type: string, { operator }: Membership): IndexMethod | undefined {
  if (type === 'jsonb') return ['@>', '?', '?|', '?&'].includes(operator) ? 'gin' : undefined;
  if (type.endsWith('[]')) return ['@>', '<@', '&&'].includes(operator) ? 'gin' : undefined;
  if (type === 'tsvector') return operator === '@@' ? 'gin' : undefined;
  return /(range|box|circle|polygon)$/.test(type) ? 'gist' : undefined;
}
