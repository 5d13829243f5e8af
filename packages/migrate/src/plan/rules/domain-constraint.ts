import { objectId } from '@senior-backend/core/postgres/catalog/object-id';
import { ownName, relationName } from '../names.js';
import { alter, REBUILD, type Rule } from '../rule.js';
import { hazard } from '../statement.js';

export const domainConstraintRule: Rule<'domainConstraint'> = {
  address: (fact) => ({ keyword: 'CONSTRAINT', name: `${ownName(fact)} ON DOMAIN ${relationName(fact)}` }),
  create: (fact) => [
    {
      sql: `ALTER DOMAIN ${relationName(fact)} ADD CONSTRAINT ${ownName(fact)} ${fact.attributes.definition}`,
      hazards: fact.attributes.validated
        ? [hazard('mayFail', `fails where a column of domain ${relationName(fact)} breaks ${ownName(fact)}`)]
        : [],
    },
  ],
  drop: (fact) => [{ sql: `ALTER DOMAIN ${relationName(fact)} DROP CONSTRAINT ${ownName(fact)}` }],
  change: (before, after) => {
    const validates = !before.attributes.validated && after.attributes.validated;
    const sameRule = before.attributes.definition.replace(/ NOT VALID$/, '') === after.attributes.definition;
    return validates && sameRule
      ? alter({ sql: `ALTER DOMAIN ${relationName(after)} VALIDATE CONSTRAINT ${ownName(after)}` })
      : REBUILD;
  },
  droppedWith: (fact) => [objectId('domain', fact.names.slice(0, 2))],
};
