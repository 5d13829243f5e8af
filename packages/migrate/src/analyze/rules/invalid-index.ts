import { quoteName } from '@senior-backend/core/postgres/sql/quote';
import { measuredEvidence } from '../evidence.js';
import type { Rule } from '../finding.js';

/** Indexes that a failed concurrent build left behind. */
export const invalidIndex: Rule = {
  code: 'MIG507',
  check: ({ indexes }) =>
    indexes
      .filter((index) => !index.valid)
      .map((index) => ({
        code: 'MIG507',
        severity: 'high',
        object: `${index.table.schema}.${index.name}`,
        columns: index.keys.filter((key) => key !== null),
        summary: 'it is kept up to date by every write and used by no query',
        evidence: measuredEvidence([], [index.definition]),
        ddl: `REINDEX INDEX CONCURRENTLY ${quoteName([index.table.schema, index.name])}`,
        rollback: null,
      })),
};
