import { formatCount, formatMs, formatPercent } from '@senior-backend/core/report/number';
import { measuredEvidence } from '../evidence.js';
import type { Rule } from '../finding.js';
import { oneLine } from '../one-line.js';

const LEAST_MEAN_MS = 100;
const LEAST_SHARE = 0.05;
/** What ran once, such as a data load, is over. */
const LEAST_CALLS = 2;

/** Statements that are slow on average and take a good part of all the time. */
export const slowStatement: Rule = {
  code: 'MIG504',
  check: ({ workload }) => {
    const total = workload.statements.reduce((sum, statement) => sum + statement.totalMs, 0);
    return workload.statements
      .filter(
        ({ calls, meanMs, totalMs }) =>
          calls >= LEAST_CALLS && meanMs >= LEAST_MEAN_MS && totalMs / total >= LEAST_SHARE,
      )
      .map((statement) => ({
        code: 'MIG504',
        severity: statement.meanMs >= 1_000 ? 'high' : 'medium',
        object: statement.id,
        columns: [],
        summary: `${formatMs(statement.meanMs)} ms on average over ${formatCount(statement.calls)} calls, ${formatPercent(statement.totalMs / total)} of all statement time: ${oneLine(statement.text)}`,
        evidence: measuredEvidence([statement]),
        ddl: null,
        rollback: null,
      }));
  },
};
