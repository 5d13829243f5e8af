import { formatBytes } from '@senior-backend/core/report/number';
import { measuredEvidence } from '../evidence.js';
import type { Rule } from '../finding.js';
import { oneLine } from '../one-line.js';

const LEAST_BLOCKS_A_CALL = 1_000;
const BLOCK_BYTES = 8_192;

/** Statements that write eight megabytes or more of temporary files in each call. */
export const statementSpills: Rule = {
  code: 'MIG517',
  check: ({ workload }) =>
    workload.statements
      .filter((statement) => statement.temporaryBlocks / statement.calls >= LEAST_BLOCKS_A_CALL)
      .map((one) => ({
        code: 'MIG517',
        severity: 'medium',
        object: one.id,
        columns: [],
        summary: `${formatBytes((one.temporaryBlocks / one.calls) * BLOCK_BYTES)} of temporary files a call: ${oneLine(one.text)}`,
        evidence: measuredEvidence([one]),
        ddl: null,
        rollback: null,
      })),
};
