import { REBUILD, type Rule } from '../rule.js';

const CONTEXTS = { implicit: ' AS IMPLICIT', assignment: ' AS ASSIGNMENT', explicit: '' } as const;

export const castRule: Rule<'cast'> = {
  address: ({ attributes }) => ({ keyword: 'CAST', name: `(${attributes.source} AS ${attributes.target})` }),
  create: ({ attributes: { source, target, function: routine, method, context } }) => {
    const how =
      method === 'inout' ? 'WITH INOUT' : method === 'binary' ? 'WITHOUT FUNCTION' : `WITH FUNCTION ${routine}`;
    return [{ sql: `CREATE CAST (${source} AS ${target}) ${how}${CONTEXTS[context]}` }];
  },
  drop: ({ attributes: { source, target } }) => [{ sql: `DROP CAST (${source} AS ${target})` }],
  change: () => REBUILD,
};
