import type { AnyFact, Catalog } from '@senior-backend/core/postgres/catalog';
import { parseQualified } from '../plan/parse-qualified.js';

/** The roles that a schema speaks of, by name: they have to be there before it can be. */
export function rolesOf({ facts, role }: Catalog): readonly string[] {
  return [...new Set([role, ...[...facts.values()].flatMap(rolesIn)])].filter((name) => !EVERYBODY.has(name)).sort();
}

const EVERYBODY: ReadonlySet<string> = new Set(['PUBLIC', 'public', '']);

/** The roles that a fact names. */
export function rolesIn(fact: AnyFact): readonly string[] {
  switch (fact.kind) {
    case 'owner':
      return [fact.attributes.role];
    case 'grant':
      return [fact.attributes.grantee];
    case 'defaultPrivilege':
      return [fact.attributes.role, fact.attributes.grantee];
    case 'policy':
      return fact.attributes.roles.map((role) => parseQualified(role)[0] ?? '');
    case 'userMapping':
      return [fact.attributes.user];
    default:
      return [];
  }
}
