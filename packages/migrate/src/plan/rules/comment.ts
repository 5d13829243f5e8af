import type { Fact } from '@senior-backend/core/postgres/catalog';
import { quoteLiteral } from '@senior-backend/core/postgres/sql/quote';
import { partAddress } from '../part-address.js';
import { alter, type PlanContext, type Rule } from '../rule.js';
import type { StatementDraft } from '../statement.js';

export const commentRule: Rule<'comment'> = {
  address: () => undefined,
  create: (fact, context) => say(fact, quoteLiteral(fact.attributes.text), context),
  drop: (fact, context) => say(fact, 'NULL', context, { isGoing: true }),
  change: (_, after, context) => alter(...say(after, quoteLiteral(after.attributes.text), context)),
  droppedWith: (fact) => [fact.attributes.target],
};

function say(
  fact: Fact<'comment'>,
  text: string,
  context: PlanContext,
  when?: { readonly isGoing: boolean },
): readonly StatementDraft[] {
  const on = partAddress(fact.attributes.target, fact.attributes.part, context, when);
  return on === undefined ? [] : [{ sql: `COMMENT ON ${on} IS ${text}` }];
}
