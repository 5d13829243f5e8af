import { measuredEvidence } from '../evidence.js';
import type { Rule } from '../finding.js';

/** Roles with SUPERUSER that have client connections at this moment. */
export const superuserConnections: Rule = {
  code: 'MIG522',
  check: ({ access }) =>
    access.superusers
      .map((role) => ({ role }))
      .map((one) => ({
        code: 'MIG522',
        severity: 'medium',
        object: one.role,
        columns: [],
        summary: `${one.role} has client connections and is a superuser`,
        evidence: measuredEvidence([]),
        ddl: null,
        rollback: null,
      })),
};
