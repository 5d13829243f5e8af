import { ownName } from '../names.js';
import { REBUILD, type Rule } from '../rule.js';

export const accessMethodRule: Rule<'accessMethod'> = {
  address: (fact) => ({ keyword: 'ACCESS METHOD', name: ownName(fact) }),
  create: (fact) => [
    { sql: `CREATE ACCESS METHOD ${ownName(fact)} TYPE ${fact.attributes.type} HANDLER ${fact.attributes.handler}` },
  ],
  drop: (fact) => [{ sql: `DROP ACCESS METHOD ${ownName(fact)}` }],
  change: () => REBUILD,
};
