import { factsOf, objectId } from '@senior-backend/core/postgres/catalog/object-id';
import { routineName } from '../names.js';
import { alter, REBUILD, type Rule } from '../rule.js';
import { hazard } from '../statement.js';

export const functionRule: Rule<'function'> = {
  address: (fact) => ({
    keyword: fact.attributes.routine === 'procedure' ? 'PROCEDURE' : 'FUNCTION',
    name: routineName(fact),
  }),
  create: (fact) => [{ sql: fact.attributes.definition.trimEnd() }],
  drop: (fact) => [
    { sql: `DROP ${fact.attributes.routine === 'procedure' ? 'PROCEDURE' : 'FUNCTION'} ${routineName(fact)}` },
  ],
  change: (before, after) => {
    const old = before.attributes;
    const fresh = after.attributes;
    // CREATE OR REPLACE refuses another result, other argument names, and fewer defaults.
    const replaceable =
      old.routine === fresh.routine &&
      old.returns === fresh.returns &&
      JSON.stringify(old.signature) === JSON.stringify(fresh.signature) &&
      old.defaultCount <= fresh.defaultCount;
    if (!replaceable) return REBUILD;
    const hazards = [
      ...(old.securityDefiner === fresh.securityDefiner
        ? []
        : [
            hazard(
              'access',
              `${routineName(after)} now runs with the rights of ${fresh.securityDefiner ? 'its owner' : 'its caller'}`,
            ),
          ]),
      ...(old.volatility === fresh.volatility
        ? []
        : [
            hazard(
              'mayFail',
              `${routineName(after)} was ${old.volatility} and is now ${fresh.volatility}: indexes and plans that use it may differ`,
            ),
          ]),
    ];
    return alter({ sql: fresh.definition.trimEnd(), hazards });
  },
  // Two that differ in the names of their arguments alone cannot be there at the same time.
  occupies: ({ names: [schema, name], attributes: { inputs } }) => [JSON.stringify([schema, `${name}(${inputs})`])],
  // The functions of a base type and the type stand on each other.
  droppedWith: (fact, before) =>
    factsOf(before, 'baseType')
      .filter(({ dependsOn }) => dependsOn.includes(fact.id))
      .filter((type) => fact.dependsOn.includes(objectId('shellType', type.names)))
      .map(({ id }) => id),
};
