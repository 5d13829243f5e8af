import { tableId } from '../names.js';
import { REBUILD, type Rule } from '../rule.js';
import { hazard } from '../statement.js';

/** That a table is a partition of another one, and of which values. */
export const partitionRule: Rule<'partition'> = {
  address: () => undefined,
  create: (fact, context) => [
    {
      sql: `ALTER TABLE ONLY ${fact.attributes.parent} ATTACH PARTITION ${fact.attributes.child} ${fact.attributes.bound}`,
      lock: 'SHARE UPDATE EXCLUSIVE',
      scans: !context.isCreated(tableId(fact)),
      hazards: context.isCreated(tableId(fact))
        ? []
        : [
            hazard(
              'mayFail',
              `fails where ${fact.attributes.child} holds a row that does not belong to ${fact.attributes.bound}`,
            ),
          ],
    },
  ],
  drop: (fact) => [
    {
      sql: `ALTER TABLE ONLY ${fact.attributes.parent} DETACH PARTITION ${fact.attributes.child}`,
      lock: 'ACCESS EXCLUSIVE',
    },
  ],
  change: () => REBUILD,
  droppedWith: (fact) => fact.dependsOn.filter((id) => id === tableId(fact)),
};
