import { quoteName } from '@senior-backend/core/postgres/sql/quote';
import { formatCount, formatPercent } from '@senior-backend/core/report/number';
import { measuredEvidence } from '../evidence.js';
import type { Rule } from '../finding.js';

const LEAST_AGE = 500_000_000;
const HIGH_AGE = 1_200_000_000;
const LIMIT = 2 ** 31;

/** Tables that vacuum has not frozen for half a billion transactions, or multixacts, which run out in the same way. */
export const transactionAge: Rule = {
  code: 'MIG516',
  check: ({ tables }) =>
    tables
      .map((table) => ({
        ...table,
        age: Math.max(table.transactionAge, table.multixactAge),
        of: table.multixactAge > table.transactionAge ? 'multixacts (row locks that several share)' : 'transactions',
      }))
      .filter(({ age }) => age >= LEAST_AGE)
      .map(({ age, of, ...one }) => ({
        code: 'MIG516',
        severity: age >= HIGH_AGE ? 'high' : 'medium',
        object: `${one.schema}.${one.name}`,
        columns: [],
        summary: `not frozen for ${formatCount(age)} ${of}, ${formatPercent(age / LIMIT)} of the limit`,
        evidence: measuredEvidence([]),
        ddl: `VACUUM (FREEZE) ${quoteName([one.schema, one.name])}`,
        rollback: null,
      })),
};
