// --roles: which roles of a server are compared, and what of a schema stands on them.
import type { AnyFact, Catalog } from '@senior-backend/core/postgres/catalog';
import { isKind, objectId } from '@senior-backend/core/postgres/catalog/object-id';
import { rolesIn } from './roles-of.js';

/** Whether a role is compared, by its name. */
export type RoleFilter = (name: string) => boolean;

/** `app_*` and `?` as a shell has them. */
export function roleFilter(patterns: readonly string[]): RoleFilter {
  const expressions = patterns.map(
    (pattern) =>
      new RegExp(
        `^${pattern
          .replace(/[.+^${}()|[\]\\]/g, '\\$&')
          .replaceAll('*', '.*')
          .replaceAll('?', '.')}$`,
        's',
      ),
  );
  return (name) => expressions.some((expression) => expression.test(name));
}

/** The catalogue with the roles that are compared: what names one of them stands on it, so that it comes after and goes before. */
export function withRoles(catalog: Catalog, roles: readonly AnyFact[], isCompared: RoleFilter): Catalog {
  const compared = roles.filter((fact) => isOf(fact, isCompared));
  const there = new Set(compared.map(({ id }) => id));
  const standing = (fact: AnyFact): AnyFact => {
    const needed = rolesIn(fact)
      .map((name) => objectId('role', [name]))
      .filter((id) => there.has(id));
    return needed.length === 0 ? fact : { ...fact, dependsOn: [...fact.dependsOn, ...needed] };
  };
  const facts = [...catalog.facts.values()].map(standing);
  return { ...catalog, facts: new Map([...facts, ...compared].map((fact) => [fact.id, fact])) };
}

/** The roles alone. */
export function onlyRoles(catalog: Catalog): Catalog {
  const isOfRoles = (fact: AnyFact): boolean =>
    isKind(fact, 'role') || isKind(fact, 'roleMembership') || isKind(fact, 'roleSetting');
  return { ...catalog, facts: new Map([...catalog.facts].filter(([, fact]) => isOfRoles(fact))) };
}

/** A membership belongs to the member: it says what that role may do. */
function isOf(fact: AnyFact, isCompared: RoleFilter): boolean {
  if (isKind(fact, 'roleMembership')) return isCompared(fact.attributes.member);
  return isCompared(fact.names[0] ?? '');
}
