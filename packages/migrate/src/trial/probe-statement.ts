// A statement made up from an index that no measurable statement speaks for: rows by its key columns.
import { quoteIdentifier, quoteName } from '@senior-backend/core/postgres/sql/quote';
import type { CandidateIndex } from '../candidates/candidate.js';
import type { ObservedStatement } from '../observe/observation.js';

/** Undefined where plain equality says nothing of the index. */
export function probeStatement({
  table,
  columns,
  method,
  expression,
  operatorClass,
}: CandidateIndex): ObservedStatement | undefined {
  if ((method ?? 'btree') !== 'btree' || expression !== undefined || operatorClass || columns.length === 0)
    return undefined;
  const conditions = columns.map((column, at) => ({
    column,
    kind: 'equal' as const,
    parameters: [{ number: at + 1, role: 'value' as const }],
  }));
  const where = columns.map((column, at) => `${quoteIdentifier(column)} = $${at + 1}`).join(' AND ');
  const sql = `SELECT * FROM ${quoteName([table.schema, table.name])} WHERE ${where}`;
  const nothing = { sort: [], group: [], sets: [], expressions: [], predicates: [], memberships: [] };
  return {
    id: 'probe',
    sql,
    text: sql,
    calls: 0,
    totalMs: 0,
    meanMs: 0,
    rows: 0,
    deviationMs: 0,
    temporaryBlocks: 0,
    sharedBlocks: 0,
    parameters: columns.length,
    accesses: [
      {
        table,
        write: false,
        conditions,
        limited: false,
        paging: { limit: null, offset: null },
        reads: null,
        ...nothing,
      },
    ],
    scans: null,
    plannedRows: null,
    plan: null,
    recent: null,
    values: null,
  };
}
