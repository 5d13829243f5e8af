import { quoteName } from '@senior-backend/core/postgres/sql/quote';
import { formatBytes, formatPercent } from '@senior-backend/core/report/number';
import { estimateIndexBytes } from '../../candidates/index-size.js';
import { findTable } from '../../observe/find-table.js';
import type { Observation, ObservedIndex } from '../../observe/observation.js';
import { measuredEvidence } from '../evidence.js';
import type { Rule } from '../finding.js';

const LEAST_MEASURED_BYTES = 1024 * 1024;
const MOST_DENSITY = 0.5;
/** The estimate is good to a third: only what is far beyond it, and large, is said. */
const LEAST_ESTIMATED_BYTES = 4 * 1024 * 1024;
const LEAST_RATIO = 2.5;

/** Indexes half of which, or more, is empty. */
export const bloatedIndex: Rule = {
  code: 'MIG525',
  check: (observation) =>
    observation.indexes.flatMap((index) => {
      const wasted = wastedOf(observation, index);
      if (!wasted) return [];
      return [
        {
          code: 'MIG525',
          severity: wasted.bytes >= 1024 ** 3 ? 'medium' : 'low',
          object: `${index.table.schema}.${index.name}`,
          columns: index.keys.filter((key) => key !== null),
          summary: `${formatBytes(index.bytes)}, of which about ${formatBytes(wasted.bytes)} are empty`,
          evidence: measuredEvidence([], [wasted.by]),
          ddl: `REINDEX INDEX CONCURRENTLY ${quoteName([index.table.schema, index.name])}`,
          rollback: null,
        },
      ];
    }),
};

function wastedOf(observation: Observation, index: ObservedIndex): { bytes: number; by: string } | undefined {
  if (!index.valid || index.method !== 'btree') return undefined;
  const { bytes, leafDensity } = index;
  if (leafDensity !== null) {
    if (bytes < LEAST_MEASURED_BYTES || leafDensity > MOST_DENSITY) return undefined;
    return {
      bytes: bytes * (1 - leafDensity / 0.9),
      by: `leaf pages are ${formatPercent(leafDensity, 0)} full, measured by pgstatindex`,
    };
  }
  const expected = expectedBytes(observation, index);
  if (expected === undefined || bytes < LEAST_ESTIMATED_BYTES || bytes / expected < LEAST_RATIO) return undefined;
  return {
    bytes: bytes - expected,
    by: 'estimated from the widths and distinct values of its columns; CREATE EXTENSION pgstattuple would measure it',
  };
}

/** Undefined where the statistics do not tell: expressions, partial indexes, tables never analysed. */
function expectedBytes(observation: Observation, index: ObservedIndex): number | undefined {
  const table = findTable(observation, index.table);
  const columns = [...index.keys, ...index.includes].filter((key) => key !== null);
  if (!table || table.partitioned || table.estimatedRows < 0 || index.partial || index.keys.includes(null))
    return undefined;
  const known = columns.every((name) => table.columns.find((one) => one.name === name)?.distinct != null);
  return known ? estimateIndexBytes(table, columns) : undefined;
}
