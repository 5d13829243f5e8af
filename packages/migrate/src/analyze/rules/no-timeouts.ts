import { measuredEvidence } from '../evidence.js';
import type { Rule } from '../finding.js';

/** Timeouts that the server leaves at none. */
export const noTimeouts: Rule = {
  code: 'MIG519',
  check: ({ access, server }) => {
    const missing = [
      ...(access.statementTimeoutMs === 0 ? ['statement_timeout'] : []),
      ...(access.idleInTransactionTimeoutMs === 0 ? ['idle_in_transaction_session_timeout'] : []),
    ];
    if (missing.length === 0) return [];
    return [
      {
        code: 'MIG519',
        severity: 'low',
        object: server.database,
        columns: [],
        summary: `${missing.join(' and ')} ${missing.length === 1 ? 'is' : 'are'} 0 where sessions begin`,
        evidence: measuredEvidence([], ['a role or a client may set its own']),
        ddl: null,
        rollback: null,
      },
    ];
  },
};
