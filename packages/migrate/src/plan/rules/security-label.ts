import type { Fact } from '@senior-backend/core/postgres/catalog';
import { quoteIdentifier, quoteLiteral } from '@senior-backend/core/postgres/sql/quote';
import { partAddress } from '../part-address.js';
import { alter, type PlanContext, type Rule } from '../rule.js';
import type { StatementDraft } from '../statement.js';

export const securityLabelRule: Rule<'securityLabel'> = {
  address: () => undefined,
  create: (fact, context) => label(fact, quoteLiteral(fact.attributes.text), context),
  drop: (fact, context) => label(fact, 'NULL', context),
  change: (_, after, context) => alter(...label(after, quoteLiteral(after.attributes.text), context)),
  droppedWith: (fact) => [fact.attributes.target],
};

function label(fact: Fact<'securityLabel'>, text: string, context: PlanContext): readonly StatementDraft[] {
  const on = partAddress(fact.attributes.target, fact.attributes.part, context);
  return on === undefined
    ? []
    : [{ sql: `SECURITY LABEL FOR ${quoteIdentifier(fact.attributes.provider)} ON ${on} IS ${text}` }];
}
