import type { Fact } from '@senior-backend/core/postgres/catalog';
import { quoteIdentifier } from '@senior-backend/core/postgres/sql/quote';
import { chosenName } from '../columns/chosen-name.js';
import { NAMED_SINCE } from '../columns/required.js';
import { occupied, relationName } from '../names.js';
import { alter, type Rule } from '../rule.js';
import type { StatementDraft } from '../statement.js';
import { domainHazards } from '../types/domain-columns.js';
import { replaceType } from '../types/replace-type.js';

export const domainRule: Rule<'domain'> = {
  address: (fact) => ({ keyword: 'DOMAIN', name: relationName(fact) }),
  create: (fact) => [createDomain(fact)],
  drop: (fact) => [{ sql: `DROP DOMAIN ${relationName(fact)}` }],
  change: (before, after, context) => {
    const old = before.attributes;
    const fresh = after.attributes;
    if (old.type !== fresh.type || old.collation !== fresh.collation)
      return replaceType('DOMAIN', before, after, { create: [createDomain(after)] }, context);
    const name = relationName(after);
    return alter(
      old.default !== fresh.default && {
        sql: `ALTER DOMAIN ${name} ${fresh.default === null ? 'DROP DEFAULT' : `SET DEFAULT ${fresh.default}`}`,
      },
      old.notNull && !fresh.notNull && { sql: `ALTER DOMAIN ${name} DROP NOT NULL` },
      !old.notNull &&
        fresh.notNull && {
          sql: `ALTER DOMAIN ${name} ${fresh.notNullName === null ? 'SET' : `ADD CONSTRAINT ${domainRequiredName(after)}`} NOT NULL`,
          hazards: domainHazards(after, 'is null', 'value IS NULL', context),
        },
      old.notNull &&
        fresh.notNull &&
        old.notNullName !== fresh.notNullName &&
        context.before.serverVersion >= NAMED_SINCE && {
          sql: `ALTER DOMAIN ${name} RENAME CONSTRAINT ${domainRequiredName(before)} TO ${domainRequiredName(after)}`,
        },
    );
  },
  occupies: occupied,
};

/** The name of its NOT NULL, quoted. */
export function domainRequiredName({ names, attributes }: Fact<'domain'>): string {
  return quoteIdentifier(attributes.notNullName ?? chosenName(names[1] ?? ''));
}

function createDomain(fact: Fact<'domain'>): StatementDraft {
  const { type, collation, notNull, notNullName, default: value } = fact.attributes;
  const parts = [
    `CREATE DOMAIN ${relationName(fact)} AS ${type}`,
    collation === null ? '' : ` COLLATE ${collation}`,
    value === null ? '' : ` DEFAULT ${value}`,
    notNullName === null ? '' : ` CONSTRAINT ${quoteIdentifier(notNullName)}`,
    notNull ? ' NOT NULL' : '',
  ];
  return { sql: parts.join('') };
}
