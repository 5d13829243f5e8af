import { quoteName } from '@senior-backend/core/postgres/sql/quote';
import { formatBytes, formatCount } from '@senior-backend/core/report/number';
import { findTable, sameTable } from '../../observe/find-table.js';
import { beginsWith } from '../../observe/index-cover.js';
import type { Observation, ObservedIndex } from '../../observe/observation.js';
import { measuredEvidence } from '../evidence.js';
import type { Rule } from '../finding.js';

const LEAST_BYTES = 1024 * 1024;
/** So much activity on the table shows that "never used" does not just mean "nothing happened". */
const LEAST_TABLE_READS = 1_000;

/** Indexes that nothing has read while the table was busy, and that enforce nothing. */
export const unusedIndex: Rule = {
  code: 'MIG505',
  check: (observation) =>
    observation.indexes
      .filter(
        (index) => index.valid && !index.unique && !index.enforces && index.scans === 0 && index.bytes >= LEAST_BYTES,
      )
      .filter((index) => tableReads(observation, index) >= LEAST_TABLE_READS && !servesForeignKey(observation, index))
      .map((index) => ({
        code: 'MIG505',
        severity: 'low',
        object: `${index.table.schema}.${index.name}`,
        columns: index.keys.filter((key) => key !== null),
        summary: `${formatBytes(index.bytes)}, no scan since ${observation.statisticsSince ?? 'the statistics began'}, ${formatCount(tableReads(observation, index))} other reads of the table`,
        evidence: measuredEvidence([], ['replicas count for themselves: look there too']),
        ddl: `DROP INDEX CONCURRENTLY ${quoteName([index.table.schema, index.name])}`,
        rollback: index.definition.replace(/^CREATE INDEX /, 'CREATE INDEX CONCURRENTLY '),
      })),
};

function tableReads(observation: Observation, index: ObservedIndex): number {
  const table = findTable(observation, index.table);
  return (table?.sequentialScans ?? 0) + (table?.indexScans ?? 0);
}

/** An index on a foreign key saves the parent's deletes even if no query reads it. */
function servesForeignKey(observation: Observation, index: ObservedIndex): boolean {
  return observation.foreignKeys.some(
    (key) => sameTable(key.table, index.table) && beginsWith(index.keys, key.columns),
  );
}
