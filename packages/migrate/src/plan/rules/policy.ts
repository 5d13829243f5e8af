import type { Fact } from '@senior-backend/core/postgres/catalog';
import { ownName, relationIds, relationName } from '../names.js';
import { alter, REBUILD, type Rule } from '../rule.js';
import { hazard } from '../statement.js';

export const policyRule: Rule<'policy'> = {
  address: (fact) => ({ keyword: 'POLICY', name: `${ownName(fact)} ON ${relationName(fact)}` }),
  create: (fact) => {
    const { permissive, command } = fact.attributes;
    const words = `CREATE POLICY ${ownName(fact)} ON ${relationName(fact)}${permissive ? '' : ' AS RESTRICTIVE'} FOR ${command}`;
    return [{ sql: `${words}${clauses(fact)}`, lock: 'ACCESS EXCLUSIVE' }];
  },
  drop: (fact) => [
    {
      sql: `DROP POLICY ${ownName(fact)} ON ${relationName(fact)}`,
      lock: 'ACCESS EXCLUSIVE',
      hazards: fact.attributes.permissive
        ? []
        : [hazard('access', `restrictive policy ${ownName(fact)} of ${relationName(fact)} is dropped`)],
    },
  ],
  change: (before, after) => {
    const old = before.attributes;
    const fresh = after.attributes;
    // ALTER POLICY can change an expression and cannot take one away.
    const loses = (old.using !== null && fresh.using === null) || (old.check !== null && fresh.check === null);
    if (old.permissive !== fresh.permissive || old.command !== fresh.command || loses) return REBUILD;
    return alter({
      sql: `ALTER POLICY ${ownName(after)} ON ${relationName(after)}${clauses(after)}`,
      lock: 'ACCESS EXCLUSIVE',
      hazards: [hazard('access', `policy ${ownName(after)} of ${relationName(after)} changes`)],
    });
  },
  droppedWith: (fact) => relationIds(fact),
};

function clauses(fact: Fact<'policy'>): string {
  const { roles, using, check } = fact.attributes;
  const words = [
    ` TO ${roles.join(', ')}`,
    using === null ? '' : `\n    USING (${using})`,
    check === null ? '' : `\n    WITH CHECK (${check})`,
  ];
  return words.join('');
}
