import type { Fact } from '@senior-backend/core/postgres/catalog';
import { relationName } from '../names.js';
import { alter, REBUILD, type Rule } from '../rule.js';
import type { StatementDraft } from '../statement.js';

const target = (fact: Fact<'statistics'>): StatementDraft => ({
  sql: `ALTER STATISTICS ${relationName(fact)} SET STATISTICS ${fact.attributes.target ?? -1}`,
});

export const statisticsRule: Rule<'statistics'> = {
  address: (fact) => ({ keyword: 'STATISTICS', name: relationName(fact) }),
  create: (fact) => [
    { sql: fact.attributes.definition, lock: 'SHARE UPDATE EXCLUSIVE' },
    ...(fact.attributes.target === null ? [] : [target(fact)]),
  ],
  drop: (fact) => [{ sql: `DROP STATISTICS ${relationName(fact)}` }],
  change: (before, after) =>
    before.attributes.definition === after.attributes.definition ? alter(target(after)) : REBUILD,
  droppedWith: (fact) => fact.dependsOn.filter((id) => id.startsWith('table:')),
};
