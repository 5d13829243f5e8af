import type { Fact } from '@senior-backend/core/postgres/catalog';
import { domainHazards } from '../domain-columns.js';
import { occupied, relationName } from '../names.js';
import { replaceType } from '../replace-type.js';
import { alter, type Rule } from '../rule.js';
import type { StatementDraft } from '../statement.js';

export const domainRule: Rule<'domain'> = {
  address: (fact) => ({ keyword: 'DOMAIN', name: relationName(fact) }),
  create: (fact) => [createDomain(fact)],
  drop: (fact) => [{ sql: `DROP DOMAIN ${relationName(fact)}` }],
  change: (before, after, context) => {
    const old = before.attributes;
    const fresh = after.attributes;
    if (old.type !== fresh.type || old.collation !== fresh.collation)
      return replaceType('DOMAIN', before, after, [createDomain(after)], context);
    const name = relationName(after);
    return alter(
      old.default !== fresh.default && {
        sql: `ALTER DOMAIN ${name} ${fresh.default === null ? 'DROP DEFAULT' : `SET DEFAULT ${fresh.default}`}`,
      },
      old.notNull !== fresh.notNull && {
        sql: `ALTER DOMAIN ${name} ${fresh.notNull ? 'SET' : 'DROP'} NOT NULL`,
        hazards: fresh.notNull ? domainHazards(after, 'is null', 'value IS NULL', context) : [],
      },
    );
  },
  occupies: occupied,
};

function createDomain(fact: Fact<'domain'>): StatementDraft {
  const { type, collation, notNull, default: value } = fact.attributes;
  const parts = [
    `CREATE DOMAIN ${relationName(fact)} AS ${type}`,
    collation === null ? '' : ` COLLATE ${collation}`,
    value === null ? '' : ` DEFAULT ${value}`,
    notNull ? ' NOT NULL' : '',
  ];
  return { sql: parts.join('') };
}
