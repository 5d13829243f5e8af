// An index that might be built: what the search of `select-indexes.ts` moves about. Types and their identity.
import type { TableName } from '../observe/observation.js';

export interface CandidateIndex {
  readonly table: TableName;
  /** Key columns in order. */
  readonly columns: readonly string[];
}

/** The same text for the same index. */
export function candidateKey({ table, columns }: CandidateIndex): string {
  return JSON.stringify([table.schema, table.name, ...columns]);
}

/** `longer` can serve whatever `shorter` serves: the same table, and it begins with the same columns. */
export function extendsIndex(longer: CandidateIndex, shorter: CandidateIndex): boolean {
  return (
    longer.table.schema === shorter.table.schema &&
    longer.table.name === shorter.table.name &&
    shorter.columns.every((column, at) => longer.columns[at] === column)
  );
}
