import { ownName } from '../names.js';
import { alter, type Rule } from '../rule.js';
import { hazard } from '../statement.js';

/**
 * A subscription holds the address of another server, and creating or dropping it talks to that server: both are left to
 * people. What can be compared is which publications it follows.
 */
export const subscriptionRule: Rule<'subscription'> = {
  address: (fact) => ({ keyword: 'SUBSCRIPTION', name: ownName(fact) }),
  create: () => [],
  drop: () => [],
  change: (before, after) => {
    if (before.attributes.publications.join() === after.attributes.publications.join()) return alter();
    const list = after.attributes.publications
      .map((publication) => `"${publication.replaceAll('"', '""')}"`)
      .join(', ');
    return alter({
      sql: `ALTER SUBSCRIPTION ${ownName(after)} SET PUBLICATION ${list} WITH (refresh = false)`,
      hazards: [hazard('access', `subscription ${ownName(after)} follows other publications`)],
    });
  },
};
