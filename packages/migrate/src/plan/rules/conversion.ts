import { quoteLiteral } from '@senior-backend/core/postgres/sql/quote';
import { relationName } from '../names.js';
import { REBUILD, type Rule } from '../rule.js';

export const conversionRule: Rule<'conversion'> = {
  address: (fact) => ({ keyword: 'CONVERSION', name: relationName(fact) }),
  create: (fact) => {
    const { from, to, function: routine, isDefault } = fact.attributes;
    return [
      {
        sql: `CREATE ${isDefault ? 'DEFAULT ' : ''}CONVERSION ${relationName(fact)} FOR ${quoteLiteral(from)} TO ${quoteLiteral(to)} FROM ${routine}`,
      },
    ];
  },
  drop: (fact) => [{ sql: `DROP CONVERSION ${relationName(fact)}` }],
  change: () => REBUILD,
};
