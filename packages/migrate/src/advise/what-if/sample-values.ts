import { sameTable } from '../../observe/find-table.js';
import type { ObservedColumn, ObservedStatement, ObservedTable } from '../../observe/observation.js';
import type { ParameterUse } from '../../observe/resolve/access.js';

const PAGE_ROWS = '20';
/** Of the text search configurations, the one that finds the words of a vector as the vector has them. */
const EVERY_WORD_AS_IT_IS = 'simple';
/** As many letters as people type before they expect an answer. */
const PREFIX_LETTERS = 3;

/**
 * Values for the parameters of a statement: those of a call that was seen, else from the statistics of the columns that they
 * are compared with: the commonest value, the middle of the range. Null for what cannot be known; one null makes the
 * planner's generic plan the better guess.
 */
export function sampleValues(
  statement: ObservedStatement,
  tables: readonly ObservedTable[],
): readonly (string | null)[] {
  if (statement.values) return statement.values;
  const values: (string | null)[] = Array.from({ length: statement.parameters }, () => null);
  for (const { table, conditions, paging } of statement.accesses) {
    const columns = tables.find((one) => sameTable(one, table))?.columns ?? [];
    for (const { column, parameters } of conditions) {
      const samples = columns.find(({ name }) => name === column)?.samples;
      if (samples) for (const use of parameters) values[use.number - 1] = valueFor(use.role, samples);
    }
    if (paging.limit !== null) values[paging.limit - 1] = PAGE_ROWS;
    if (paging.offset !== null) values[paging.offset - 1] = '0';
  }
  return values;
}

/** Above this share, the commonest value of a column is hardly what statements look for. */
const COMMONPLACE = 0.5;

/**
 * The sets of values that a statement is planned with: one, and where a column is dominated by one value a second with
 * the next common one. A plan for either alone would be chosen for calls that look like it.
 */
export function sampleSets(
  statement: ObservedStatement,
  tables: readonly ObservedTable[],
): readonly (readonly (string | null)[])[] {
  const first = sampleValues(statement, tables);
  const second = sampleValues(
    statement,
    tables.map((table) => ({ ...table, columns: table.columns.map(withoutCommonplace) })),
  );
  return JSON.stringify(first) === JSON.stringify(second) ? [first] : [first, second];
}

function withoutCommonplace(column: ObservedColumn): ObservedColumn {
  const [common, next] = column.frequent;
  return common && next && common.share > COMMONPLACE
    ? { ...column, samples: { ...column.samples, common: next.value } }
    : column;
}

/** A value for a parameter from values of the column that it is compared with; null where they say nothing. */
export function valueFor(role: ParameterUse['role'], { common, low, high }: ObservedColumn['samples']): string | null {
  switch (role) {
    case 'value':
      return common ?? low;
    case 'low':
      return low ?? common;
    case 'high':
      return high ?? common;
    case 'pattern': {
      const text = low ?? common;
      return text === null ? null : `${text.slice(0, PREFIX_LETTERS).replace(/[\\%_]/g, '\\$&')}%`;
    }
    case 'list': {
      const items = [common, low, high].filter((one) => one !== null);
      return items.length === 0 ? null : `{${items.map((one) => JSON.stringify(one)).join(',')}}`;
    }
    case 'configuration':
      return EVERY_WORD_AS_IT_IS;
    default:
      return role satisfies never;
  }
}
