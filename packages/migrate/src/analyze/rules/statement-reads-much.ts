import { formatBytes, formatCount } from '@senior-backend/core/report/number';
import { measuredEvidence } from '../evidence.js';
import type { Rule } from '../finding.js';
import { oneLine } from '../one-line.js';

const BLOCK_BYTES = 8_192;
const LEAST_CALLS = 2;
const LEAST_BLOCKS_A_CALL = 8_000;
const LEAST_BLOCKS_A_ROW = 100;

/** Statements that read 64 megabytes or more in each call, and a hundred blocks or more for each row. */
export const statementReadsMuch: Rule = {
  code: 'MIG528',
  check: ({ workload }) =>
    workload.statements
      .map((one) => ({ one, blocks: one.sharedBlocks / one.calls, rows: one.rows / one.calls }))
      .filter(
        ({ one, blocks, rows }) =>
          one.calls >= LEAST_CALLS && blocks >= LEAST_BLOCKS_A_CALL && blocks / Math.max(1, rows) >= LEAST_BLOCKS_A_ROW,
      )
      .map(({ one, blocks, rows }) => ({
        code: 'MIG528',
        severity: 'medium',
        object: one.id,
        columns: [],
        summary: `${formatBytes(blocks * BLOCK_BYTES)} a call for ${formatCount(rows)} rows: ${oneLine(one.text)}`,
        evidence: measuredEvidence([one], ['blocks from memory and from disk, counted by the server']),
        ddl: null,
        rollback: null,
      })),
};
