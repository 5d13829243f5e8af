import { formatCount, formatPercent } from '@senior-backend/core/report/number';
import { findTable, sameTable } from '../../observe/find-table.js';
import type { Observation, TableName } from '../../observe/observation.js';
import { measuredEvidence } from '../evidence.js';
import type { Finding, Rule } from '../finding.js';

const LEAST_SHARE = 0.5;
const HIGH_SHARE = 0.8;
const LARGEST: Readonly<Record<string, number>> = { smallint: 32_767, integer: 2_147_483_647 };

interface Key {
  readonly table: TableName;
  readonly column: string;
  readonly type: string;
  readonly value: number;
  readonly largest: number;
  readonly notes: readonly string[];
}

/** Sequences, and keys that the application counts by itself, past half of what their column can hold. */
export const keyNearLimit: Rule = {
  code: 'MIG511',
  check: (observation) =>
    [...ofSequences(observation), ...ofStatistics(observation)]
      .filter(({ value, largest }) => value / largest >= LEAST_SHARE)
      .map((key) => toFinding(key, observation)),
};

function ofSequences({ sequences }: Observation): readonly Key[] {
  return sequences.flatMap(({ lastValue, columnType: type, ...one }) =>
    lastValue === null ? [] : [{ ...one, type, value: lastValue, notes: [] }],
  );
}

/** Columns of primary keys without a sequence: their largest value as the statistics have it. */
function ofStatistics(observation: Observation): readonly Key[] {
  const notes = ['the largest value at the last ANALYZE: no sequence counts for this column'];
  return observation.indexes
    .filter(({ primary }) => primary)
    .flatMap(({ table, keys }) =>
      (findTable(observation, table)?.columns ?? []).flatMap(({ name: column, type, highest: value }) => {
        const largest = LARGEST[type];
        const counted = observation.sequences.some((one) => sameTable(one.table, table) && one.column === column);
        if (value === null || largest === undefined || counted || !keys.includes(column)) return [];
        return [{ table, column, type, value, largest, notes }];
      }),
    );
}

function toFinding({ table, column, type, value, largest, notes }: Key, { foreignKeys }: Observation): Finding {
  const referring = foreignKeys.filter(
    (key) => sameTable(key.referenced, table) && key.referencedColumns.includes(column),
  );
  const share = value / largest;
  const follow = `${formatCount(referring.length)} foreign ${referring.length === 1 ? 'key refers' : 'keys refer'} to it, and must change their type with it`;
  return {
    code: 'MIG511',
    severity: share >= HIGH_SHARE ? 'high' : 'medium',
    object: `${table.schema}.${table.name}`,
    columns: [column],
    summary: `${formatCount(value)} of ${formatCount(largest)} values of ${type} are used (${formatPercent(share)})`,
    evidence: measuredEvidence([], [...notes, ...(referring.length > 0 ? [follow] : [])]),
    ddl: null,
    rollback: null,
  };
}
