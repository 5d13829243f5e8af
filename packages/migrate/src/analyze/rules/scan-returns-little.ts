import { formatCount } from '@senior-backend/core/report/number';
import { sameTable } from '../../observe/find-table.js';
import type { Observation, ObservedStatement, ObservedTable } from '../../observe/observation.js';
import { measuredEvidence, scansWhole, statementsThat } from '../evidence.js';
import type { Finding, Rule } from '../finding.js';
import { missingConditionIndex } from './missing-condition-index.js';
import { missingForeignKeyIndex } from './missing-foreign-key-index.js';

const LEAST_SCANS = 20;
const LEAST_ROWS_A_SCAN = 10_000;
const LEAST_ROWS_READ = 2_000_000;
const MOST_RETURNED = 0.01;
const MOST_EXPECTED = 0.1;

/** Tables that are read from end to end again and again, by statements that return next to nothing of it. */
export const scanReturnsLittle: Rule = {
  code: 'MIG527',
  check: (observation) => {
    // Where an index is missing, that is what is to be said.
    const explained = [missingForeignKeyIndex, missingConditionIndex]
      .flatMap((rule) => rule.check(observation))
      .map(({ object }) => object);
    return observation.tables
      .filter(({ schema, name }) => !explained.includes(`${schema}.${name}`))
      .flatMap((table) => checkTable(observation, table));
  },
};

function checkTable(observation: Observation, table: ObservedTable): readonly Finding[] {
  const { sequentialScans: scans, sequentialRowsRead: read } = table;
  if (scans < LEAST_SCANS || read < LEAST_ROWS_READ || read / scans < LEAST_ROWS_A_SCAN) return [];
  const readers = statementsThat(observation, table, ({ write }) => !write).filter((one) => scansWhole(one, table));
  const returned = readers.reduce((sum, { rows }) => sum + rows, 0);
  const calls = readers.reduce((sum, one) => sum + one.calls, 0);
  if (calls < LEAST_SCANS || returned > read * MOST_RETURNED || !readers.some((one) => keepsLittle(one, table)))
    return [];
  return [
    {
      code: 'MIG527',
      severity: 'low',
      object: `${table.schema}.${table.name}`,
      columns: [],
      summary: `${formatCount(scans)} sequential scans read ${formatCount(read)} rows; the statements that scan it returned ${formatCount(returned)}`,
      evidence: measuredEvidence(readers, ['rows read by sequential scans since the statistics began']),
      ddl: null,
      rollback: null,
    },
  ];
}

/** A statement that wants the whole table, such as a count, reads it with good reason. */
function keepsLittle({ scans }: ObservedStatement, table: ObservedTable): boolean {
  return (
    scans?.some(
      (scan) => sameTable(scan.table, table) && scan.expectedRows <= Math.max(1, table.estimatedRows) * MOST_EXPECTED,
    ) ?? false
  );
}
