import { quoteName } from '@senior-backend/core/postgres/sql/quote';
import { formatBytes } from '@senior-backend/core/report/number';
import { measuredEvidence } from '../evidence.js';
import type { Rule } from '../finding.js';

const LEAST_BYTES = 1024 * 1024;

/** Tables of some size of which the planner knows nothing. */
export const neverAnalysed: Rule = {
  code: 'MIG509',
  check: ({ tables }) =>
    tables
      .filter((table) => table.estimatedRows < 0 && !table.partitioned && table.bytes >= LEAST_BYTES)
      .map((table) => ({
        code: 'MIG509',
        severity: 'medium',
        object: `${table.schema}.${table.name}`,
        columns: [],
        summary: `${formatBytes(table.bytes)} and no statistics`,
        evidence: measuredEvidence([]),
        ddl: `ANALYZE ${quoteName([table.schema, table.name])}`,
        rollback: null,
      })),
};
