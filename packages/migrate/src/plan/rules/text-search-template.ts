import { relationName } from '../names.js';
import { REBUILD, type Rule } from '../rule.js';

export const textSearchTemplateRule: Rule<'textSearchTemplate'> = {
  address: (fact) => ({ keyword: 'TEXT SEARCH TEMPLATE', name: relationName(fact) }),
  create: (fact) => {
    const { init, lexize } = fact.attributes;
    return [
      {
        sql: `CREATE TEXT SEARCH TEMPLATE ${relationName(fact)} (${init === null ? '' : `INIT = ${init}, `}LEXIZE = ${lexize})`,
      },
    ];
  },
  drop: (fact) => [{ sql: `DROP TEXT SEARCH TEMPLATE ${relationName(fact)}` }],
  change: () => REBUILD,
};
