// The roles of a server as facts. Apart from the catalogue of a database: they are shared by all databases of the server.
import type { AnyFact, Fact } from '../catalog.js';
import type { Session } from '../session.js';
import { objectId } from './object-id.js';
import { MEMBERSHIPS, ROLE_SETTINGS, ROLES, type RoleRow } from './queries/roles.js';

type RoleKind = 'role' | 'roleMembership' | 'roleSetting';

/** Facts of the kinds `role`, `roleMembership` and `roleSetting`: without the roles that every server has, and without passwords. */
export async function readRoles(session: Session): Promise<readonly AnyFact[]> {
  return [
    ...factsOf('role', await session.query<RoleRow<Fact<'role'>['attributes']>>(ROLES), () => []),
    ...factsOf(
      'roleMembership',
      await session.query<RoleRow<Fact<'roleMembership'>['attributes']>>(MEMBERSHIPS(session.serverVersion)),
      ({ role, member, grantor }) => [role, member, ...(grantor === null ? [] : [grantor])],
    ),
    ...factsOf('roleSetting', await session.query<RoleRow<Fact<'roleSetting'>['attributes']>>(ROLE_SETTINGS), (one) => [
      one.role,
    ]),
  ];
}

/** `needs`: the roles that it stands on. */
function factsOf<K extends RoleKind>(
  kind: K,
  rows: readonly RoleRow<Fact<K>['attributes']>[],
  needs: (attributes: Fact<K>['attributes']) => readonly string[],
): readonly AnyFact[] {
  return rows.map(({ names, attributes }) => {
    const dependsOn = needs(attributes).map((name) => objectId('role', [name]));
    const fact: Fact<K> = { id: objectId(kind, names), kind, names, attributes, dependsOn, position: 0 };
    // One kind, and its own attributes: the union cannot say so of a type parameter.
    return fact as unknown as AnyFact;
  });
}
