import { quoteIdentifier } from '@senior-backend/core/postgres/sql/quote';
import { relationName } from '../names.js';
import { alter, type Rule } from '../rule.js';

export const operatorFamilyRule: Rule<'operatorFamily'> = {
  address: (fact) => ({
    keyword: 'OPERATOR FAMILY',
    name: `${relationName(fact)} USING ${quoteIdentifier(fact.attributes.method)}`,
  }),
  create: (fact) => [
    { sql: `CREATE OPERATOR FAMILY ${relationName(fact)} USING ${quoteIdentifier(fact.attributes.method)}` },
  ],
  drop: (fact) => [
    { sql: `DROP OPERATOR FAMILY ${relationName(fact)} USING ${quoteIdentifier(fact.attributes.method)}` },
  ],
  change: () => alter(),
};
