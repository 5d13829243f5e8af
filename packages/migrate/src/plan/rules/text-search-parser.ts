import { relationName } from '../names.js';
import { REBUILD, type Rule } from '../rule.js';

export const textSearchParserRule: Rule<'textSearchParser'> = {
  address: (fact) => ({ keyword: 'TEXT SEARCH PARSER', name: relationName(fact) }),
  create: (fact) => {
    const { start, token, end, headline, types } = fact.attributes;
    const parts = [
      `START = ${start}`,
      `GETTOKEN = ${token}`,
      `END = ${end}`,
      headline === null ? '' : `HEADLINE = ${headline}`,
      `LEXTYPES = ${types}`,
    ];
    return [{ sql: `CREATE TEXT SEARCH PARSER ${relationName(fact)} (${parts.filter(Boolean).join(', ')})` }];
  },
  drop: (fact) => [{ sql: `DROP TEXT SEARCH PARSER ${relationName(fact)}` }],
  change: () => REBUILD,
};
