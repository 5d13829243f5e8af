import { sameTable } from '../observe/find-table.js';
import type { Observation, ObservedStatement, TableName } from '../observe/observation.js';
import type { TableAccess } from '../observe/resolve/access.js';
import type { Evidence } from './finding.js';

/** The statements whose access to a table fits, worst total time first. */
export function statementsThat(
  observation: Observation,
  table: TableName,
  fits: (access: TableAccess) => boolean,
): readonly ObservedStatement[] {
  return observation.workload.statements
    .filter((statement) => statement.accesses.some((access) => sameTable(access.table, table) && fits(access)))
    .sort((a, b) => b.totalMs - a.totalMs);
}

/** Whether the planner would read the table from end to end for this statement; false where that is not known. */
export function scansWhole(statement: ObservedStatement, table: TableName): boolean {
  return statement.scans?.some((scan) => sameTable(scan.table, table)) ?? false;
}

/** A note that a measurement takes back. */
export const NOT_MEASURED = 'that the index serves it is estimated from the plan, not measured';

/** Adds up what the statements cost. Without statements nothing was measured, and the evidence says so. */
export function measuredEvidence(statements: readonly ObservedStatement[], notes: readonly string[] = []): Evidence {
  if (statements.length === 0)
    return { calls: null, meanMs: null, totalMs: null, measured: false, statements: [], notes };
  const calls = statements.reduce((sum, statement) => sum + statement.calls, 0);
  const totalMs = statements.reduce((sum, statement) => sum + statement.totalMs, 0);
  // A file of queries has no times.
  const measured = totalMs > 0;
  return {
    calls,
    meanMs: measured ? totalMs / calls : null,
    totalMs: measured ? totalMs : null,
    measured,
    statements: statements.map((statement) => statement.id),
    notes,
  };
}
