import { formatMs } from '@senior-backend/core/report/number';
import { measuredEvidence } from '../evidence.js';
import type { Rule } from '../finding.js';
import { oneLine } from '../one-line.js';

const LEAST_CALLS = 20;
const LEAST_MEAN_MS = 5;
const LEAST_RATIO = 3;

/** Statements whose standard deviation is three times their mean, or more. */
export const statementVaries: Rule = {
  code: 'MIG518',
  check: ({ workload }) =>
    workload.statements
      .filter(
        ({ calls, meanMs, deviationMs }) =>
          calls >= LEAST_CALLS && meanMs >= LEAST_MEAN_MS && deviationMs / meanMs >= LEAST_RATIO,
      )
      .map((one) => ({
        code: 'MIG518',
        severity: 'low',
        object: one.id,
        columns: [],
        summary: `${formatMs(one.meanMs)} ms on average, give or take ${formatMs(one.deviationMs)}: ${oneLine(one.text)}`,
        evidence: measuredEvidence([one]),
        ddl: null,
        rollback: null,
      })),
};
