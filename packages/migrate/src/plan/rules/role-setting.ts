import type { Fact } from '@senior-backend/core/postgres/catalog';
import { objectId } from '@senior-backend/core/postgres/catalog/object-id';
import { quoteIdentifier, quoteLiteral } from '@senior-backend/core/postgres/sql/quote';
import { alter, type Rule } from '../rule.js';

export const roleSettingRule: Rule<'roleSetting'> = {
  address: () => undefined,
  create: (fact) => [
    { sql: `${alterRole(fact)} SET ${quoteIdentifier(fact.attributes.name)} TO ${settingValue(fact)}` },
  ],
  drop: (fact) => [{ sql: `${alterRole(fact)} RESET ${quoteIdentifier(fact.attributes.name)}` }],
  change: (_, after) =>
    alter({ sql: `${alterRole(after)} SET ${quoteIdentifier(after.attributes.name)} TO ${settingValue(after)}` }),
  droppedWith: ({ attributes: { role } }) => [objectId('role', [role])],
};

function alterRole({ attributes: { role } }: Fact<'roleSetting'>): string {
  return `ALTER ROLE ${quoteIdentifier(role)}`;
}

/** Settings that hold a list of names (guc_tables.c, GUC_LIST_QUOTE): quoted as a whole they would be one name. */
const LISTS: ReadonlySet<string> = new Set([
  'local_preload_libraries',
  'search_path',
  'session_preload_libraries',
  'shared_preload_libraries',
  'temp_tablespaces',
  'unix_socket_directories',
]);

function settingValue({ attributes: { name, value } }: Fact<'roleSetting'>): string {
  if (!LISTS.has(name.toLowerCase())) return quoteLiteral(value);
  return listed(value).map(quoteLiteral).join(', ') || "''";
}

/** `"$user", public` → `['$user', 'public']` */
function listed(value: string): readonly string[] {
  return [...value.matchAll(/"((?:[^"]|"")*)"|([^",\s]+)/g)].map(
    ([, quoted, bare = '']) => quoted?.replaceAll('""', '"') ?? bare,
  );
}
