// An index that might be built: what the search of `select-indexes.ts` moves about. Types and their identity.
import type { TableName } from '../observe/observation.js';

export type IndexMethod = 'btree' | 'gin' | 'gist' | 'brin';

export interface CandidateIndex {
  readonly table: TableName;
  /** Key columns in order, behind the expression where there is one. */
  readonly columns: readonly string[];
  /** A b-tree where left out. */
  readonly method?: IndexMethod;
  /** The first key, as SQL: `lower(email)`. */
  readonly expression?: string;
  /** A key column with another operator class than its type's own. */
  readonly operatorClass?: { readonly column: string; readonly name: string };
  /** Columns that ride along, so that the table need not be read. */
  readonly include?: readonly string[];
  /** The rows that it holds, as SQL; all where left out. */
  readonly predicate?: string;
}

/** The same text for the same index. */
export function candidateKey(index: CandidateIndex): string {
  const { table, columns, method, expression, operatorClass, include, predicate } = index;
  return JSON.stringify([
    table.schema,
    table.name,
    expression ?? '',
    ...columns,
    [method ?? 'btree', operatorClass ?? '', include ?? [], predicate ?? ''],
  ]);
}

/** `longer` can serve whatever `shorter` serves: the same table and kind, and it begins with the same columns. */
export function extendsIndex(longer: CandidateIndex, shorter: CandidateIndex): boolean {
  const holds = [...longer.columns, ...(longer.include ?? [])];
  return (
    longer.table.schema === shorter.table.schema &&
    longer.table.name === shorter.table.name &&
    (longer.method ?? 'btree') === (shorter.method ?? 'btree') &&
    longer.expression === shorter.expression &&
    (longer.predicate === undefined || longer.predicate === shorter.predicate) &&
    longer.operatorClass?.name === shorter.operatorClass?.name &&
    shorter.columns.every((column, at) => longer.columns[at] === column) &&
    (shorter.include ?? []).every((column) => holds.includes(column))
  );
}

/** What the index is made of, for people: `user_id, placed_at`, `lower(email)`. */
export function keysOf({ expression, columns }: CandidateIndex): readonly string[] {
  return expression === undefined ? columns : [expression, ...columns];
}

/** Whether hypothetical indexes can stand for it: hypopg knows no GIN and no GiST. */
export function isCostable({ method = 'btree' }: CandidateIndex): boolean {
  return method === 'btree' || method === 'brin';
}
