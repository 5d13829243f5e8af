import { quoteIdentifier, quoteLiteral } from '@senior-backend/core/postgres/sql/quote';
import { ownName } from '../names.js';
import { alter, type Rule } from '../rule.js';
import { hazard } from '../statement.js';

export const extensionRule: Rule<'extension'> = {
  address: (fact) => ({ keyword: 'EXTENSION', name: ownName(fact) }),
  create: (fact) => [
    {
      sql: `CREATE EXTENSION ${ownName(fact)} WITH SCHEMA ${quoteIdentifier(fact.attributes.schema)} VERSION ${quoteLiteral(fact.attributes.version)}`,
    },
  ],
  drop: (fact) => [
    {
      sql: `DROP EXTENSION ${ownName(fact)}`,
      hazards: [
        hazard('destructive', `extension ${ownName(fact)} goes with every type, function and operator of its own`),
      ],
    },
  ],
  change: (before, after) =>
    alter(
      before.attributes.version !== after.attributes.version && {
        sql: `ALTER EXTENSION ${ownName(after)} UPDATE TO ${quoteLiteral(after.attributes.version)}`,
      },
      before.attributes.schema !== after.attributes.schema && {
        sql: `ALTER EXTENSION ${ownName(after)} SET SCHEMA ${quoteIdentifier(after.attributes.schema)}`,
      },
    ),
};
