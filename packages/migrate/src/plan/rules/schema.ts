import { ownName } from '../names.js';
import { alter, type Rule } from '../rule.js';

export const schemaRule: Rule<'schema'> = {
  address: (fact) => ({ keyword: 'SCHEMA', name: ownName(fact) }),
  create: (fact) => [{ sql: `CREATE SCHEMA ${ownName(fact)}` }],
  drop: (fact) => [{ sql: `DROP SCHEMA ${ownName(fact)}` }],
  change: () => alter(),
};
