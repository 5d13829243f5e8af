// From one set of privileges to another: what to revoke, what to grant.
import type { PrivilegeSet } from '@senior-backend/core/postgres/catalog/attributes';
import { quoteIdentifier } from '@senior-backend/core/postgres/sql/quote';

export interface PrivilegeStatements {
  /** The words between GRANT or REVOKE and the end: `(privileges) => sql`. */
  readonly grant: (privileges: string, grantee: string, option: string) => string;
  readonly revoke: (option: string, privileges: string, grantee: string) => string;
}

export function privilegeChanges(
  before: readonly string[],
  after: readonly string[],
  { grantee }: Pick<PrivilegeSet, 'grantee'>,
  write: PrivilegeStatements,
): readonly string[] {
  const who = grantee === 'PUBLIC' ? 'PUBLIC' : quoteIdentifier(grantee);
  const had = byName(before);
  const has = byName(after);
  const gone = [...had.keys()].filter((name) => !has.has(name));
  const optionGone = [...had].filter(([name, option]) => option && has.get(name) === false).map(([name]) => name);
  const added = [...has].filter(([name, option]) => !option && !had.has(name)).map(([name]) => name);
  const addedWithOption = [...has].filter(([name, option]) => option && had.get(name) !== true).map(([name]) => name);
  return [
    ...(gone.length > 0 ? [write.revoke('', gone.join(', '), who)] : []),
    ...(optionGone.length > 0 ? [write.revoke('GRANT OPTION FOR ', optionGone.join(', '), who)] : []),
    ...(added.length > 0 ? [write.grant(added.join(', '), who, '')] : []),
    ...(addedWithOption.length > 0 ? [write.grant(addedWithOption.join(', '), who, ' WITH GRANT OPTION')] : []),
  ];
}

/** `SELECT*` → SELECT with the grant option. */
function byName(privileges: readonly string[]): ReadonlyMap<string, boolean> {
  return new Map(privileges.map((privilege) => [privilege.replace(/\*$/, ''), privilege.endsWith('*')]));
}
