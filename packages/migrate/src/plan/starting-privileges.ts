// ALTER DEFAULT PRIVILEGES in the connected database gives rights to what a migration creates. They are taken back first,
// so that what follows starts from what the server grants by itself.

import type { AnyFact, Fact } from '@senior-backend/core/postgres/catalog';
import { factsOf } from '@senior-backend/core/postgres/catalog/object-id';
import { grantTarget } from './grant-target.js';
import { tableId } from './names.js';
import { partAddress } from './part-address.js';
import { privilegeChanges } from './privileges.js';
import type { PlanContext } from './rule.js';
import type { StatementDraft } from './statement.js';

type Objects = Fact<'defaultPrivilege'>['attributes']['objects'];

export function resetPrivileges(target: AnyFact, context: PlanContext): readonly StatementDraft[] {
  const objects = objectsOf(target);
  const on =
    target.kind === 'column' ? partAddress(target.id, { kind: 'sequence' }, context) : grantTarget(target, context);
  if (objects === undefined || on === undefined) return [];
  const schema = objects === 'SCHEMAS' ? null : (target.names[0] ?? null);
  const role = creatorOf(target, context);
  const given = factsOf(context.before, 'defaultPrivilege').filter(
    (fact) =>
      fact.attributes.role === role &&
      fact.attributes.objects === objects &&
      !context.isDropped(fact.id) &&
      (fact.attributes.schema === null || fact.attributes.schema === schema),
  );
  return [...new Set(given.map(({ attributes }) => attributes.grantee))]
    .filter((grantee) => grantee !== role)
    .flatMap((grantee) => {
      const own = given.filter(({ attributes }) => attributes.grantee === grantee);
      const builtIn = builtInOf(objects, grantee);
      const base = own.find(({ attributes }) => attributes.schema === null)?.attributes.privileges ?? builtIn;
      const starting = [
        ...new Set([
          ...base,
          ...own
            .filter(({ attributes }) => attributes.schema !== null)
            .flatMap(({ attributes }) => attributes.privileges),
        ]),
      ];
      return privilegeChanges(
        starting,
        builtIn,
        { grantee },
        {
          grant: (privileges, who, option) => `GRANT ${privileges} ON ${on} TO ${who}${option}`,
          revoke: (option, privileges, who) => `REVOKE ${option}${privileges} ON ${on} FROM ${who}`,
        },
      ).map((sql) => ({ sql }));
    });
}

/** The sequence of a column that a table gets is its owner's from the start (parse_utilcmd.c, generateSerialExtraStmts). */
function creatorOf(target: AnyFact, context: PlanContext): string {
  const table = tableId(target);
  if (target.kind !== 'column' || context.isCreated(table)) return context.role;
  const owner = context.before.facts.get(`owner:${table}`);
  return owner?.kind === 'owner' ? owner.attributes.role : context.role;
}

function objectsOf(fact: AnyFact): Objects | undefined {
  switch (fact.kind) {
    case 'table':
    case 'view':
    case 'materializedView':
      return 'TABLES';
    case 'sequence':
      return 'SEQUENCES';
    case 'column':
      return fact.attributes.identity ? 'SEQUENCES' : undefined;
    case 'function':
    case 'aggregate':
      return 'FUNCTIONS';
    case 'enum':
    case 'domain':
    case 'composite':
    case 'range':
    case 'baseType':
      return 'TYPES';
    case 'schema':
      return 'SCHEMAS';
    default:
      return undefined;
  }
}

/** What everybody may do with a new object (documentation, 5.8, table of default privileges). */
function builtInOf(objects: Objects, grantee: string): readonly string[] {
  if (grantee !== 'PUBLIC') return [];
  return objects === 'FUNCTIONS' ? ['EXECUTE'] : objects === 'TYPES' ? ['USAGE'] : [];
}
