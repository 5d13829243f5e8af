import type { AnyFact } from '@senior-backend/core/postgres/catalog';
import type { PlanContext } from './rule.js';

/** GRANT has one word for all relations, and its own for foreign servers. */
const KEYWORDS: Readonly<Record<string, string>> = {
  'FOREIGN TABLE': 'TABLE',
  VIEW: 'TABLE',
  'MATERIALIZED VIEW': 'TABLE',
  SERVER: 'FOREIGN SERVER',
  AGGREGATE: 'FUNCTION',
};

/** `TABLE public.users`: what stands behind ON in GRANT and REVOKE. */
export function grantTarget(fact: AnyFact, context: PlanContext): string | undefined {
  const address = context.address(fact.id);
  return address && `${KEYWORDS[address.keyword] ?? address.keyword} ${address.name}`;
}
