import type { Fact } from '@senior-backend/core/postgres/catalog';
import { firingVerb } from '../firing.js';
import { ownName, relationIds, relationName } from '../names.js';
import { alter, REBUILD, type Rule } from '../rule.js';
import type { StatementDraft } from '../statement.js';

const enable = (fact: Fact<'trigger'>): StatementDraft => ({
  sql: `ALTER TABLE ${relationName(fact)} ${firingVerb(fact.attributes.enabled)} TRIGGER ${ownName(fact)}`,
  lock: 'SHARE ROW EXCLUSIVE',
});

export const triggerRule: Rule<'trigger'> = {
  address: (fact) => ({ keyword: 'TRIGGER', name: `${ownName(fact)} ON ${relationName(fact)}` }),
  create: (fact) => [
    { sql: fact.attributes.definition, lock: 'SHARE ROW EXCLUSIVE' },
    ...(fact.attributes.enabled === 'origin' ? [] : [enable(fact)]),
  ],
  drop: (fact) => [{ sql: `DROP TRIGGER ${ownName(fact)} ON ${relationName(fact)}`, lock: 'ACCESS EXCLUSIVE' }],
  change: (before, after) =>
    before.attributes.definition === after.attributes.definition ? alter(enable(after)) : REBUILD,
  droppedWith: (fact) => relationIds(fact),
};
