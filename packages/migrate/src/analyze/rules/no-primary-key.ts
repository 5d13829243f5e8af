import { measuredEvidence } from '../evidence.js';
import type { Rule } from '../finding.js';

/** Tables whose rows cannot be told apart. */
export const noPrimaryKey: Rule = {
  code: 'MIG508',
  check: ({ tables }) =>
    tables
      .filter((table) => !table.hasPrimaryKey)
      .map((table) => ({
        code: 'MIG508',
        severity: 'low',
        object: `${table.schema}.${table.name}`,
        columns: [],
        summary: 'rows cannot be addressed, and logical replication refuses updates',
        evidence: measuredEvidence([]),
        ddl: null,
        rollback: null,
      })),
};
