import { formatCount } from '@senior-backend/core/report/number';
import type { ObservedStatement } from '../../observe/observation.js';
import { measuredEvidence } from '../evidence.js';
import type { Rule } from '../finding.js';
import { oneLine } from '../one-line.js';

const LEAST_CALLS = 10;
const LEAST_FACTOR = 100;
const LEAST_ROWS = 1_000;

/** Statements of which the planner expects a hundred times the rows that they give, or a hundredth. */
export const estimateFarOff: Rule = {
  code: 'MIG526',
  check: ({ workload }) =>
    workload.statements.flatMap((one) => {
      const given = one.rows / one.calls;
      if (one.plannedRows === null || one.calls < LEAST_CALLS || !isComparable(one)) return [];
      const [more, less] = [Math.max(given, one.plannedRows), Math.max(1, Math.min(given, one.plannedRows))];
      if (more < LEAST_ROWS || more / less < LEAST_FACTOR) return [];
      return [
        {
          code: 'MIG526',
          severity: 'low',
          object: one.id,
          columns: [],
          summary: `the planner expects ${formatCount(one.plannedRows)} rows where ${formatCount(given)} come: ${oneLine(one.text)}`,
          evidence: measuredEvidence([one], ['expected by the generic plan, counted by the server']),
          ddl: null,
          rollback: null,
        },
      ];
    }),
};

/** What LIMIT cuts off was never expected to come, and rows that are written are no result. */
function isComparable({ accesses }: ObservedStatement): boolean {
  return accesses.length > 0 && !accesses.some(({ limited, write }) => limited || write);
}
