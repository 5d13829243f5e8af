import { formatCount, formatPercent } from '@senior-backend/core/report/number';
import { measuredEvidence } from '../evidence.js';
import type { Rule } from '../finding.js';

const LEAST_SHARE = 0.5;
const HIGH_SHARE = 0.8;

/** Sequences that have handed out half of what their column can hold. */
export const keyNearLimit: Rule = {
  code: 'MIG511',
  check: ({ sequences }) =>
    sequences
      .filter(({ lastValue, largest }) => lastValue !== null && lastValue / largest >= LEAST_SHARE)
      .map((one) => ({
        code: 'MIG511',
        severity: (one.lastValue ?? 0) / one.largest >= HIGH_SHARE ? 'high' : 'medium',
        object: `${one.table.schema}.${one.table.name}`,
        columns: [one.column],
        summary: `${formatCount(one.lastValue ?? 0)} of ${formatCount(one.largest)} values of ${one.columnType} are used (${formatPercent((one.lastValue ?? 0) / one.largest)})`,
        evidence: measuredEvidence([]),
        ddl: null,
        rollback: null,
      })),
};
