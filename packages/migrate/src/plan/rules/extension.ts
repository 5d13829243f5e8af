import { quoteIdentifier, quoteLiteral } from '@senior-backend/core/postgres/sql/quote';
import { ownName } from '../names.js';
import { alter, type Change, REBUILD, type Rule } from '../rule.js';
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
  change: (before, after, context): Change => {
    const [from, to] = [before.attributes.version, after.attributes.version];
    // Extensions ship scripts to newer versions alone. Where no column would go with it, an older one is made anew.
    const inColumns = context.dependantsOf(before.id).some(({ kind }) => kind === 'column');
    if (from !== to && compareVersions(from, to) > 0 && !inColumns) return REBUILD;
    return alter(
      from !== to && { sql: `ALTER EXTENSION ${ownName(after)} UPDATE TO ${quoteLiteral(to)}` },
      before.attributes.schema !== after.attributes.schema && {
        sql: `ALTER EXTENSION ${ownName(after)} SET SCHEMA ${quoteIdentifier(after.attributes.schema)}`,
      },
    );
  },
};

/** `1.10` is newer than `1.9`. */
function compareVersions(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true });
}
