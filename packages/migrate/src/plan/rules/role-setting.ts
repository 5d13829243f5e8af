import type { Fact } from '@senior-backend/core/postgres/catalog';
import { objectId } from '@senior-backend/core/postgres/catalog/object-id';
import { quoteBody, quoteIdentifier, quoteLiteral } from '@senior-backend/core/postgres/sql/quote';
import { alter, type Rule } from '../rule.js';
import type { StatementDraft } from '../statement.js';

type RoleSetting = Fact<'roleSetting'>;

export const roleSettingRule: Rule<'roleSetting'> = {
  address: () => undefined,
  create: (fact) => [set(fact)],
  drop: (fact) => [alterRole(fact, `RESET ${quoteIdentifier(fact.attributes.name)}`)],
  change: (_, after) => alter(set(after)),
  droppedWith: ({ attributes: { role } }) => [objectId('role', [role])],
};

function set(fact: RoleSetting): StatementDraft {
  return alterRole(fact, `SET ${quoteIdentifier(fact.attributes.name)} TO ${settingValue(fact)}`);
}

/** A database has another name elsewhere, on the scratch server to begin with: where the statement runs, it is asked for. */
function alterRole({ attributes: { role, here } }: RoleSetting, words: string): StatementDraft {
  const who = role === '' ? 'ALL' : quoteIdentifier(role);
  if (!here) return { sql: `ALTER ROLE ${who} ${words}` };
  const [before, after] = [`ALTER ROLE ${who} IN DATABASE `, ` ${words}`].map((text) => text.replaceAll('%', '%%'));
  const command = quoteBody(`${before}%I${after}`);
  return { sql: `DO ${quoteBody(`BEGIN EXECUTE format(${command}, current_database()); END`)}` };
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

function settingValue({ attributes: { name, value } }: RoleSetting): string {
  if (!LISTS.has(name.toLowerCase())) return quoteLiteral(value);
  return listed(value).map(quoteLiteral).join(', ') || "''";
}

/** `"$user", public` → `['$user', 'public']` */
function listed(value: string): readonly string[] {
  return [...value.matchAll(/"((?:[^"]|"")*)"|([^",\s]+)/g)].map(
    ([, quoted, bare = '']) => quoted?.replaceAll('""', '"') ?? bare,
  );
}
