import { objectId } from '@senior-backend/core/postgres/catalog/object-id';
import { occupied, relationName } from '../names.js';
import { alter, type Rule } from '../rule.js';

export const shellTypeRule: Rule<'shellType'> = {
  address: (fact) => ({ keyword: 'TYPE', name: relationName(fact) }),
  create: (fact) => [{ sql: `CREATE TYPE ${relationName(fact)}` }],
  drop: (fact) => [{ sql: `DROP TYPE ${relationName(fact)}` }],
  change: () => alter(),
  // What it has become goes whole.
  droppedWith: (fact) => [objectId('baseType', fact.names)],
  occupies: occupied,
};
