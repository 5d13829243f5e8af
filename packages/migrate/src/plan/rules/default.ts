import type { Fact } from '@senior-backend/core/postgres/catalog';
import { isKind, objectId } from '@senior-backend/core/postgres/catalog/object-id';
import { ownName, relationName, tableId } from '../names.js';
import { alter, type Rule } from '../rule.js';
import type { StatementDraft } from '../statement.js';

const set = (fact: Fact<'default'>): StatementDraft => ({
  sql: `ALTER TABLE ONLY ${relationName(fact)} ALTER COLUMN ${ownName(fact)} SET DEFAULT ${fact.attributes.expression}`,
  lock: 'ACCESS EXCLUSIVE',
});

/** Of tables and of views: a view's columns can have defaults too. */
export const defaultRule: Rule<'default'> = {
  address: () => undefined,
  create: (fact) => [set(fact)],
  drop: (fact) => [
    {
      sql: `ALTER TABLE ONLY ${relationName(fact)} ALTER COLUMN ${ownName(fact)} DROP DEFAULT`,
      lock: 'ACCESS EXCLUSIVE',
    },
  ],
  change: (_, after) => alter(set(after)),
  createdWith: (fact, after) => {
    const column = after.facts.get(objectId('column', fact.names));
    // A column that INHERITS brings along is not in the list of CREATE TABLE.
    const comesAlong =
      column !== undefined && isKind(column, 'column') && column.attributes.inherited && !column.attributes.local;
    const table = after.facts.get(tableId(fact));
    const isPartition = table !== undefined && isKind(table, 'table') && table.attributes.isPartition;
    return comesAlong && !isPartition ? undefined : objectId('column', fact.names);
  },
  droppedWith: (fact) => [objectId('column', fact.names), objectId('view', fact.names.slice(0, 2))],
};
