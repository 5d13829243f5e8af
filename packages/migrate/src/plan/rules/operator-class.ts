import { quoteIdentifier } from '@senior-backend/core/postgres/sql/quote';
import { relationName } from '../names.js';
import { REBUILD, type Rule } from '../rule.js';

export const operatorClassRule: Rule<'operatorClass'> = {
  address: (fact) => ({
    keyword: 'OPERATOR CLASS',
    name: `${relationName(fact)} USING ${quoteIdentifier(fact.attributes.method)}`,
  }),
  create: (fact) => {
    const { isDefault, type, method, family, items } = fact.attributes;
    const head = `CREATE OPERATOR CLASS ${relationName(fact)}${isDefault ? ' DEFAULT' : ''} FOR TYPE ${type} USING ${quoteIdentifier(method)} FAMILY ${family} AS`;
    // A class must have an item; the storage type of its own type says nothing new.
    const list = items.length === 0 ? [`STORAGE ${type}`] : items;
    return [{ sql: `${head}\n    ${list.join(',\n    ')}` }];
  },
  drop: (fact) => [
    { sql: `DROP OPERATOR CLASS ${relationName(fact)} USING ${quoteIdentifier(fact.attributes.method)}` },
  ],
  change: () => REBUILD,
};
