import type { Fact } from '@senior-backend/core/postgres/catalog';
import { objectId } from '@senior-backend/core/postgres/catalog/object-id';
import { ownName, relationName } from '../names.js';
import { alter, type PlanContext, REBUILD, type Rule } from '../rule.js';
import type { Hazard } from '../statement.js';
import { domainHazards } from '../types/domain-columns.js';

export const domainConstraintRule: Rule<'domainConstraint'> = {
  address: (fact) => ({ keyword: 'CONSTRAINT', name: `${ownName(fact)} ON DOMAIN ${relationName(fact)}` }),
  create: (fact, context) => [
    {
      sql: `ALTER DOMAIN ${relationName(fact)} ADD CONSTRAINT ${ownName(fact)} ${fact.attributes.definition}`,
      hazards: fact.attributes.validated ? hazards(fact, context) : [],
    },
  ],
  drop: (fact) => [{ sql: `ALTER DOMAIN ${relationName(fact)} DROP CONSTRAINT ${ownName(fact)}` }],
  change: (before, after, context) => {
    const validates = !before.attributes.validated && after.attributes.validated;
    const sameRule = before.attributes.definition.replace(/ NOT VALID$/, '') === after.attributes.definition;
    return validates && sameRule
      ? alter({
          sql: `ALTER DOMAIN ${relationName(after)} VALIDATE CONSTRAINT ${ownName(after)}`,
          hazards: hazards(after, context),
        })
      : REBUILD;
  },
  droppedWith: (fact) => [objectId('domain', fact.names.slice(0, 2))],
};

function hazards(fact: Fact<'domainConstraint'>, context: PlanContext): readonly Hazard[] {
  const condition = fact.attributes.definition.replace(/^CHECK /, 'NOT ').replace(/ NOT VALID$/, '');
  return domainHazards(fact, `breaks ${ownName(fact)}`, condition, context);
}
