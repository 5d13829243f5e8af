import { tableId } from '../names.js';
import { REBUILD, type Rule } from '../rule.js';

export const inheritanceRule: Rule<'inheritance'> = {
  address: () => undefined,
  create: (fact) => [
    { sql: `ALTER TABLE ${fact.attributes.child} INHERIT ${fact.attributes.parent}`, lock: 'ACCESS EXCLUSIVE' },
  ],
  drop: (fact) => [
    { sql: `ALTER TABLE ${fact.attributes.child} NO INHERIT ${fact.attributes.parent}`, lock: 'ACCESS EXCLUSIVE' },
  ],
  change: () => REBUILD,
  createdWith: (fact) => tableId(fact),
  droppedWith: (fact) => [tableId(fact)],
};
