import { measuredEvidence } from '../evidence.js';
import type { Rule } from '../finding.js';

/** Tables with a grant to PUBLIC and no row level security. */
export const openTable: Rule = {
  code: 'MIG520',
  check: ({ tables }) =>
    tables
      .filter((table) => table.openToPublic && !table.rowSecurity)
      .map((one) => ({
        code: 'MIG520',
        severity: 'medium',
        object: `${one.schema}.${one.name}`,
        columns: [],
        summary: 'PUBLIC may read or change its rows, and row level security is off',
        evidence: measuredEvidence([]),
        ddl: null,
        rollback: null,
      })),
};
