import type { Fact } from '@senior-backend/core/postgres/catalog';
import { quoteLiteral } from '@senior-backend/core/postgres/sql/quote';
import { ownName } from '../names.js';
import { alter, REBUILD, type Rule } from '../rule.js';

function parameters({ attributes: { operations, viaRoot } }: Fact<'publication'>): string {
  return `publish = ${quoteLiteral(operations.join(', '))}, publish_via_partition_root = ${viaRoot}`;
}

export const publicationRule: Rule<'publication'> = {
  address: (fact) => ({ keyword: 'PUBLICATION', name: ownName(fact) }),
  create: (fact) => [
    {
      sql: `CREATE PUBLICATION ${ownName(fact)}${fact.attributes.allTables ? ' FOR ALL TABLES' : ''} WITH (${parameters(fact)})`,
    },
  ],
  drop: (fact) => [{ sql: `DROP PUBLICATION ${ownName(fact)}` }],
  change: (before, after) =>
    before.attributes.allTables === after.attributes.allTables
      ? alter({ sql: `ALTER PUBLICATION ${ownName(after)} SET (${parameters(after)})` })
      : REBUILD,
};
