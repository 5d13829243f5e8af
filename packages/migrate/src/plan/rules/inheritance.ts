import { addInherited } from '../columns/add-column.js';
import { tableId } from '../names.js';
import { leave, linksThatStay, take } from '../parents/reseat.js';
import type { Rule } from '../rule.js';
import { addCheck } from './constraint.js';

export const inheritanceRule: Rule<'inheritance'> = {
  address: () => undefined,
  create: (fact, context) =>
    take(fact, context, (part) => (part.kind === 'column' ? addInherited(part, context) : addCheck(part))),
  drop: (fact, context) => leave(fact, context),
  // Its place among the parents is all that can change.
  change: (_, after, context) => ({ how: 'alter', statements: [], displaces: linksThatStay(after, context) }),
  createdWith: (fact) => tableId(fact),
  droppedWith: (fact) => [tableId(fact)],
};
