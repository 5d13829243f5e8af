import type { Fact } from '@senior-backend/core/postgres/catalog';
import { firingVerb } from '../firing.js';
import { ownName, relationIds, relationName } from '../names.js';
import { alter, type Rule } from '../rule.js';
import type { StatementDraft } from '../statement.js';

const enable = (fact: Fact<'rule'>): StatementDraft => ({
  sql: `ALTER TABLE ${relationName(fact)} ${firingVerb(fact.attributes.enabled)} RULE ${ownName(fact)}`,
  lock: 'ACCESS EXCLUSIVE',
});

const text = (fact: Fact<'rule'>): string => fact.attributes.definition.replace(/;$/, '');

export const ruleRule: Rule<'rule'> = {
  address: (fact) => ({ keyword: 'RULE', name: `${ownName(fact)} ON ${relationName(fact)}` }),
  create: (fact) => [
    { sql: text(fact), lock: 'ACCESS EXCLUSIVE' },
    ...(fact.attributes.enabled === 'origin' ? [] : [enable(fact)]),
  ],
  drop: (fact) => [{ sql: `DROP RULE ${ownName(fact)} ON ${relationName(fact)}`, lock: 'ACCESS EXCLUSIVE' }],
  change: (before, after) =>
    alter(
      text(before) !== text(after) && {
        sql: text(after).replace(/^CREATE RULE/, 'CREATE OR REPLACE RULE'),
        lock: 'ACCESS EXCLUSIVE',
      },
      before.attributes.enabled !== after.attributes.enabled && enable(after),
    ),
  droppedWith: (fact) => relationIds(fact),
};
