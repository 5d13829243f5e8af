import { quoteLiteral } from '@senior-backend/core/postgres/sql/quote';
import { relationName } from '../names.js';
import { REBUILD, type Rule } from '../rule.js';

export const collationRule: Rule<'collation'> = {
  address: (fact) => ({ keyword: 'COLLATION', name: relationName(fact) }),
  create: (fact) => {
    const { provider, collate, ctype, locale, rules, deterministic } = fact.attributes;
    const parts = [
      `provider = ${provider}`,
      ...(deterministic ? [] : ['deterministic = false']),
      ...(locale === null ? [] : [`locale = ${quoteLiteral(locale)}`]),
      ...(locale === null && collate !== null && collate === ctype ? [`locale = ${quoteLiteral(collate)}`] : []),
      ...(collate !== null && collate !== ctype
        ? [`lc_collate = ${quoteLiteral(collate)}`, `lc_ctype = ${quoteLiteral(ctype ?? '')}`]
        : []),
      ...(rules === null ? [] : [`rules = ${quoteLiteral(rules)}`]),
    ];
    return [{ sql: `CREATE COLLATION ${relationName(fact)} (${parts.join(', ')})` }];
  },
  drop: (fact) => [{ sql: `DROP COLLATION ${relationName(fact)}` }],
  change: () => REBUILD,
};
