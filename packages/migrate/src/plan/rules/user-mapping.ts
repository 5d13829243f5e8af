import type { Fact } from '@senior-backend/core/postgres/catalog';
import { quoteIdentifier } from '@senior-backend/core/postgres/sql/quote';
import { foreignChanges, foreignOptions } from '../options.js';
import { alter, type Rule } from '../rule.js';
import { type Hazard, hazard } from '../statement.js';

function target({ attributes: { user, server } }: Fact<'userMapping'>): string {
  return `FOR ${user === 'public' ? 'PUBLIC' : quoteIdentifier(user)} SERVER ${quoteIdentifier(server)}`;
}

function secrets({ attributes: { options, server } }: Fact<'userMapping'>): readonly Hazard[] {
  return options.some((option) => /^password/.test(option))
    ? [hazard('access', `the file holds a password for server ${server}`)]
    : [];
}

export const userMappingRule: Rule<'userMapping'> = {
  address: () => undefined,
  create: (fact) => [
    { sql: `CREATE USER MAPPING ${target(fact)}${foreignOptions(fact.attributes.options)}`, hazards: secrets(fact) },
  ],
  drop: (fact) => [{ sql: `DROP USER MAPPING ${target(fact)}` }],
  change: (before, after) =>
    alter({
      sql: `ALTER USER MAPPING ${target(after)}${foreignChanges(before.attributes.options, after.attributes.options)}`,
      hazards: secrets(after),
    }),
};
