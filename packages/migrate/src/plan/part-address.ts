import type { CommentPart, ObjectId } from '@senior-backend/core/postgres/catalog';
import { quoteIdentifier, quoteName } from '@senior-backend/core/postgres/sql/quote';
import type { PlanContext } from './rule.js';

/** `COLUMN public.active_users.email`, `INDEX public.users_pkey`: what COMMENT ON and SECURITY LABEL ON take. */
export function partAddress(target: ObjectId, part: CommentPart, context: PlanContext): string | undefined {
  const address = context.address(target);
  const fact = context.after.facts.get(target) ?? context.before.facts.get(target);
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
    default:
      return part satisfies never;
  }
}
