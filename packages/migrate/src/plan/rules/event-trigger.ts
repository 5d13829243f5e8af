import type { Fact } from '@senior-backend/core/postgres/catalog';
import { quoteLiteral } from '@senior-backend/core/postgres/sql/quote';
import { firingVerb } from '../firing.js';
import { ownName } from '../names.js';
import { alter, REBUILD, type Rule } from '../rule.js';
import type { StatementDraft } from '../statement.js';

const enable = (fact: Fact<'eventTrigger'>): StatementDraft => ({
  sql: `ALTER EVENT TRIGGER ${ownName(fact)} ${firingVerb(fact.attributes.enabled)}`,
});

/** Comes last and goes first: it fires on the very statements of a migration. */
export const eventTriggerRule: Rule<'eventTrigger'> = {
  address: (fact) => ({ keyword: 'EVENT TRIGGER', name: ownName(fact) }),
  create: (fact) => {
    const { event, function: name, tags, enabled } = fact.attributes;
    const when = tags.length === 0 ? '' : `\n    WHEN TAG IN (${tags.map(quoteLiteral).join(', ')})`;
    return [
      { sql: `CREATE EVENT TRIGGER ${ownName(fact)} ON ${event}${when}\n    EXECUTE FUNCTION ${name}()` },
      ...(enabled === 'origin' ? [] : [enable(fact)]),
    ];
  },
  drop: (fact) => [{ sql: `DROP EVENT TRIGGER ${ownName(fact)}` }],
  change: (before, after) => {
    const { enabled: _, ...old } = before.attributes;
    const { enabled: __, ...fresh } = after.attributes;
    return JSON.stringify(old) === JSON.stringify(fresh) ? alter(enable(after)) : REBUILD;
  },
};
