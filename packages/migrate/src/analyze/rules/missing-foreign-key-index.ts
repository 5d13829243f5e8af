import { formatCount } from '@senior-backend/core/report/number';
import { proposeIndex } from '../../candidates/index-ddl.js';
import { findTable, isSmall } from '../../observe/find-table.js';
import { isCovered } from '../../observe/index-cover.js';
import type { Observation, ObservedForeignKey } from '../../observe/observation.js';
import { measuredEvidence, scansWhole, statementsThat } from '../evidence.js';
import type { Evidence, Finding, FindingSeverity, Rule } from '../finding.js';

/** Foreign keys whose columns no index begins with. Small tables are left out unless statements were seen to suffer. */
export const missingForeignKeyIndex: Rule = {
  code: 'MIG501',
  check: (observation) =>
    uncovered(observation).flatMap((key) => {
      const table = findTable(observation, key.table);
      if (!table) return [];
      const seen = statementsThat(observation, key.table, (access) =>
        access.conditions.some(
          (one) => key.columns.includes(one.column) && (one.kind === 'equal' || one.kind === 'join'),
        ),
      ).filter((statement) => scansWhole(statement, key.table));
      if (isSmall(table)) return [];
      const evidence = measuredEvidence(seen, [
        `foreign key ${key.name} to ${key.referenced.schema}.${key.referenced.name}`,
        rowsNote(table.estimatedRows),
      ]);
      const { ddl, rollback } = proposeIndex(key.table, key.columns);
      return [finding(key, evidence, ddl, rollback)];
    }),
};

/** One for each set of columns: two keys over the same columns need one index. */
function uncovered(observation: Observation): readonly ObservedForeignKey[] {
  const missing = observation.foreignKeys.filter((key) => !isCovered(observation, key.table, key.columns));
  return [...new Map(missing.map((key) => [JSON.stringify([key.table, [...key.columns].sort()]), key])).values()];
}

function rowsNote(rows: number): string {
  return rows < 0
    ? 'the table was never analysed; its size is not known'
    : `about ${formatCount(rows)} rows by the planner's statistics`;
}

function finding(key: ObservedForeignKey, evidence: Evidence, ddl: string, rollback: string): Finding {
  return {
    code: 'MIG501',
    severity: severity(evidence),
    object: `${key.table.schema}.${key.table.name}`,
    columns: key.columns,
    index: { table: key.table, columns: key.columns },
    summary: `foreign key ${key.name} has no index`,
    evidence,
    ddl,
    rollback,
  };
}

/** By measured cost: what a call waits, or what all calls take together. */
function severity(evidence: Evidence): FindingSeverity {
  if (!evidence.measured) return 'low';
  return (evidence.meanMs ?? 0) >= 50 || (evidence.totalMs ?? 0) >= 60_000 ? 'high' : 'medium';
}
