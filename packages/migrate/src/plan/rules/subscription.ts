import type { Fact } from '@senior-backend/core/postgres/catalog';
import { quoteIdentifier, quoteLiteral } from '@senior-backend/core/postgres/sql/quote';
import { ownName } from '../names.js';
import { alter, REBUILD, type Rule } from '../rule.js';
import { type Hazard, hazard } from '../statement.js';

/**
 * A subscription is made and dropped without a word to the publisher, as pg_dump does it: it begins disabled and without a
 * slot, and leaves its slot behind. Both are said, since both are for somebody to do.
 */
export const subscriptionRule: Rule<'subscription'> = {
  address: (fact) => ({ keyword: 'SUBSCRIPTION', name: ownName(fact) }),
  create: (fact) => {
    const { connection, options } = fact.attributes;
    const words = ['connect = false', ...options.map(spaced)].join(', ');
    return [
      {
        sql: `CREATE SUBSCRIPTION ${ownName(fact)} CONNECTION ${quoteLiteral(connection)} PUBLICATION ${publications(fact)} WITH (${words})`,
        transactional: false,
        hazards: [
          hazard(
            'access',
            `subscription ${ownName(fact)} begins disabled: make its slot on the publisher, then ENABLE and REFRESH PUBLICATION`,
          ),
          ...secrets(fact),
        ],
      },
    ];
  },
  drop: (fact) => {
    const slot = optionOf(fact, 'slot_name');
    const stays =
      slot === undefined || slot === 'NONE'
        ? []
        : [hazard('access', `slot ${slot} stays on the publisher, and keeps its WAL until it is dropped there`)];
    return [
      { sql: `ALTER SUBSCRIPTION ${ownName(fact)} DISABLE` },
      { sql: `ALTER SUBSCRIPTION ${ownName(fact)} SET (slot_name = NONE)` },
      { sql: `DROP SUBSCRIPTION ${ownName(fact)}`, transactional: false, hazards: stays },
    ];
  },
  change: (before, after) => {
    const set = after.attributes.options.filter((option) => !before.attributes.options.includes(option));
    // Only from version 18, and only while it is disabled.
    if (set.some((option) => option.startsWith('two_phase='))) return REBUILD;
    const name = ownName(after);
    return alter(
      before.attributes.connection !== after.attributes.connection && {
        sql: `ALTER SUBSCRIPTION ${name} CONNECTION ${quoteLiteral(after.attributes.connection)}`,
        hazards: [hazard('access', `subscription ${name} follows another server`), ...secrets(after)],
      },
      before.attributes.publications.join() !== after.attributes.publications.join() && {
        sql: `ALTER SUBSCRIPTION ${name} SET PUBLICATION ${publications(after)} WITH (refresh = false)`,
        hazards: [hazard('access', `subscription ${name} follows other publications`)],
      },
      set.length > 0 && { sql: `ALTER SUBSCRIPTION ${name} SET (${set.map(spaced).join(', ')})` },
    );
  },
};

function publications({ attributes }: Fact<'subscription'>): string {
  return attributes.publications.map(quoteIdentifier).join(', ');
}

/** `binary=true` → `binary = true` */
function spaced(option: string): string {
  return option.replace('=', ' = ');
}

function optionOf({ attributes }: Fact<'subscription'>, name: string): string | undefined {
  return attributes.options.find((option) => option.startsWith(`${name}=`))?.slice(name.length + 1);
}

function secrets(fact: Fact<'subscription'>): readonly Hazard[] {
  return hasPassword(fact.attributes.connection)
    ? [hazard('access', `the file holds the password of subscription ${ownName(fact)}`)]
    : [];
}

/** In a connection string of either form. */
export function hasPassword(connection: string): boolean {
  return /\bpassword\s*=/i.test(connection) || /^postgres(?:ql)?:\/\/[^/@]*:[^/@]*@/i.test(connection);
}
