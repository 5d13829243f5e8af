import type { AnyFact, CommentPart, ObjectId } from '@senior-backend/core/postgres/catalog';
import { quoteIdentifier, quoteName } from '@senior-backend/core/postgres/sql/quote';
import { requiredName } from './columns/required.js';
import { relationName } from './names.js';
import type { PlanContext } from './rule.js';
import { domainRequiredName } from './rules/domain.js';

/** `COLUMN public.active_users.email`, `INDEX public.users_pkey`: what COMMENT ON and SECURITY LABEL ON take. */
export function partAddress(
  target: ObjectId,
  part: CommentPart,
  context: PlanContext,
  { isGoing = false } = {},
): string | undefined {
  const address = context.address(target);
  const [old, fresh] = [context.before.facts.get(target), context.after.facts.get(target)];
  // What goes does so before its target changes.
  const fact = isGoing ? (old ?? fresh) : (fresh ?? old);
  if (!address || !fact) return undefined;
  switch (part.kind) {
    case 'whole':
      return `${address.keyword} ${address.name}`;
    case 'column':
      return `COLUMN ${address.name}.${quoteIdentifier(part.name)}`;
    case 'index':
      return `INDEX ${quoteIdentifier(fact.names[0] ?? '')}.${quoteIdentifier(fact.names[2] ?? '')}`;
    case 'sequence':
      return fact.kind === 'column' && fact.attributes.identity
        ? `SEQUENCE ${quoteName(fact.attributes.identity.sequence)}`
        : undefined;
    case 'notNull':
      return notNullAddress(fact);
    default:
      return part satisfies never;
  }
}

function notNullAddress(fact: AnyFact): string | undefined {
  if (fact.kind === 'column') return `CONSTRAINT ${requiredName(fact)} ON ${relationName(fact)}`;
  return fact.kind === 'domain' ? `CONSTRAINT ${domainRequiredName(fact)} ON DOMAIN ${relationName(fact)}` : undefined;
}
