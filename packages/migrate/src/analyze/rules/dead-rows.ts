import { quoteName } from '@senior-backend/core/postgres/sql/quote';
import { formatCount } from '@senior-backend/core/report/number';
import { measuredEvidence } from '../evidence.js';
import type { Rule } from '../finding.js';

const LEAST_DEAD = 10_000;
const LEAST_SHARE = 0.2;

/** Tables of which a fifth or more waits to be vacuumed. */
export const deadRows: Rule = {
  code: 'MIG515',
  check: ({ tables }) =>
    tables
      .filter(
        (table) =>
          table.deadRows >= LEAST_DEAD &&
          table.deadRows / Math.max(1, table.deadRows + Math.max(0, table.estimatedRows)) >= LEAST_SHARE,
      )
      .map((one) => ({
        code: 'MIG515',
        severity: 'medium',
        object: `${one.schema}.${one.name}`,
        columns: [],
        summary: `${formatCount(one.deadRows)} dead rows beside about ${formatCount(Math.max(0, one.estimatedRows))} live ones`,
        evidence: measuredEvidence([]),
        ddl: `VACUUM (ANALYZE) ${quoteName([one.schema, one.name])}`,
        rollback: null,
      })),
};
