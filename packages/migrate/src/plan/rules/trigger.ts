import type { Fact } from '@senior-backend/core/postgres/catalog';
import { firingVerb } from '../firing.js';
import { ownName, relationIds, relationName } from '../names.js';
import { alter, REBUILD, type Rule } from '../rule.js';
import type { StatementDraft } from '../statement.js';

const fire = (fact: Fact<'trigger'>, mode = fact.attributes.enabled): StatementDraft => ({
  sql: `ALTER TABLE ${relationName(fact)} ${firingVerb(mode)} TRIGGER ${ownName(fact)}`,
  lock: 'SHARE ROW EXCLUSIVE',
});

/** A copy of a parent's trigger comes and goes with that: only when it fires is its own. */
export const triggerRule: Rule<'trigger'> = {
  address: (fact) => ({ keyword: 'TRIGGER', name: `${ownName(fact)} ON ${relationName(fact)}` }),
  create: (fact) =>
    fact.attributes.ofParent === null
      ? [
          { sql: fact.attributes.definition, lock: 'SHARE ROW EXCLUSIVE' },
          ...(fact.attributes.enabled === 'origin' ? [] : [fire(fact)]),
        ]
      : [fire(fact)],
  drop: (fact) =>
    fact.attributes.ofParent === null
      ? [{ sql: `DROP TRIGGER ${ownName(fact)} ON ${relationName(fact)}`, lock: 'ACCESS EXCLUSIVE' }]
      : [fire(fact, fact.attributes.ofParent)],
  change: ({ attributes: old }, after) => {
    const { definition, ofParent } = after.attributes;
    const isCopy = old.ofParent !== null && ofParent !== null;
    return isCopy || (old.definition === definition && old.ofParent === ofParent) ? alter(fire(after)) : REBUILD;
  },
  droppedWith: (fact) => [...relationIds(fact), ...fact.dependsOn.filter((id) => id.startsWith('trigger:'))],
};
