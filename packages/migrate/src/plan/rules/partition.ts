import type { Catalog, Fact } from '@senior-backend/core/postgres/catalog';
import { factsOf, isKind } from '@senior-backend/core/postgres/catalog/object-id';
import { quoteName } from '@senior-backend/core/postgres/sql/quote';
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
  // The part of a foreign key that points to a partition stands in the way of DROP TABLE, and goes with DETACH.
  droppedWith: (fact, before) => (isPointedTo(fact, before) ? [] : fact.dependsOn.filter((id) => id === tableId(fact))),
};

/** Whether a foreign key points to a table that it is a partition of, however far up. */
function isPointedTo(fact: Fact<'partition'>, before: Catalog): boolean {
  const targets = targetsIn(before);
  for (let at: Fact<'partition'> | undefined = fact; at; at = partitionOf(at.attributes.parent, before))
    if (targets.has(at.attributes.parent)) return true;
  return false;
}

function partitionOf(table: string, { facts }: Catalog): Fact<'partition'> | undefined {
  const fact = facts.get(`partition:${table}`);
  return isKind(fact, 'partition') ? fact : undefined;
}

/** The tables that foreign keys point to. */
function targetsIn(catalog: Catalog): ReadonlySet<string> {
  const known = TARGETS.get(catalog.facts);
  if (known) return known;
  const references = factsOf(catalog, 'constraint').flatMap(({ attributes }) => attributes.references ?? []);
  const targets = new Set(references.map(({ schema, table }) => quoteName([schema, table])));
  TARGETS.set(catalog.facts, targets);
  return targets;
}

const TARGETS = new WeakMap<Catalog['facts'], ReadonlySet<string>>();
