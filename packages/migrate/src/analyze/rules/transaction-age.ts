import { quoteName } from '@senior-backend/core/postgres/sql/quote';
import { formatCount, formatPercent } from '@senior-backend/core/report/number';
import { measuredEvidence } from '../evidence.js';
import type { Rule } from '../finding.js';

const LEAST_AGE = 500_000_000;
const HIGH_AGE = 1_200_000_000;
const LIMIT = 2 ** 31;

/** Tables that vacuum has not frozen for half a billion transactions. */
export const transactionAge: Rule = {
  code: 'MIG516',
  check: ({ tables }) =>
    tables
      .filter((table) => table.transactionAge >= LEAST_AGE)
      .map((one) => ({
        code: 'MIG516',
        severity: one.transactionAge >= HIGH_AGE ? 'high' : 'medium',
        object: `${one.schema}.${one.name}`,
        columns: [],
        summary: `not frozen for ${formatCount(one.transactionAge)} transactions, ${formatPercent(one.transactionAge / LIMIT)} of the limit`,
        evidence: measuredEvidence([]),
        ddl: `VACUUM (FREEZE) ${quoteName([one.schema, one.name])}`,
        rollback: null,
      })),
};
