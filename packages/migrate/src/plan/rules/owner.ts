import type { Fact } from '@senior-backend/core/postgres/catalog';
import { quoteIdentifier } from '@senior-backend/core/postgres/sql/quote';
import { alter, type PlanContext, type Rule } from '../rule.js';
import type { StatementDraft } from '../statement.js';

/** What is created belongs to whoever creates it, so that only another owner is worth a statement. */
export const ownerRule: Rule<'owner'> = {
  address: () => undefined,
  create: (fact, context) => (fact.attributes.role === context.role ? [] : give(fact, context)),
  drop: () => [],
  change: (_, after, context) => alter(...give(after, context)),
  droppedWith: (fact) => [fact.attributes.target],
};

function give(fact: Fact<'owner'>, context: PlanContext): readonly StatementDraft[] {
  const address = context.address(fact.attributes.target);
  return address
    ? [{ sql: `ALTER ${address.keyword} ${address.name} OWNER TO ${quoteIdentifier(fact.attributes.role)}` }]
    : [];
}
