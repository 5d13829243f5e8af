// A new column on a large table whose default is another value for each row: ADD COLUMN would write the whole table anew under
// a lock that stops readers. The column comes empty, new rows get the default, and those that are there get theirs in batches.
import type { AnyFact, Catalog, Fact } from '@senior-backend/core/postgres/catalog';
import { factsOf, isKind, objectId } from '@senior-backend/core/postgres/catalog/object-id';
import { columnDefinition } from '../columns/definition.js';
import { alterColumn } from '../columns/settings.js';
import { ownName, relationName, tableId } from '../names.js';
import type { StatementDraft } from '../statement.js';
import { backfill } from './backfill.js';

/** Undefined where ADD COLUMN is good as it is, or where an UPDATE would do more than fill the column. */
export function addVolatileColumn(
  sql: string,
  fact: Fact<'column'>,
  { before, after }: { readonly before: Catalog; readonly after: Catalog },
): readonly StatementDraft[] | undefined {
  const table = relationName(fact);
  const value = after.facts.get(objectId('default', fact.names));
  if (!sql.startsWith(`ALTER TABLE ${table} ADD COLUMN `) || !isKind(value, 'default')) return undefined;
  if (!isVolatile(value.attributes.expression, after) || !isFilledQuietly(tableId(fact), before)) return undefined;
  const bare = { ...fact, attributes: { ...fact.attributes, notNull: false } };
  const lock = 'ACCESS EXCLUSIVE';
  return [
    { sql: `ALTER TABLE ${table} ADD COLUMN ${columnDefinition(bare, null)}`, lock },
    { sql: `${alterColumn(fact)} SET DEFAULT ${value.attributes.expression}`, lock, commitAfter: true },
    backfill({ table, assignment: `${ownName(fact)} = DEFAULT`, waiting: `${ownName(fact)} IS NULL` }),
  ];
}

/** Volatile functions that the server and the common extensions bring (pg_proc.provolatile). */
const VOLATILE =
  /\b(?:random|random_normal|nextval|currval|lastval|setval|clock_timestamp|timeofday|gen_random_uuid|uuidv4|uuidv7|gen_random_bytes|gen_salt|uuid_generate_\w+)\(/;

function isVolatile(expression: string, after: Catalog): boolean {
  if (VOLATILE.test(expression)) return true;
  return factsOf(after, 'function').some(
    ({ names, attributes }) =>
      attributes.volatility === 'volatile' && expression.includes(`${relationName({ names })}(`),
  );
}

/** An ordinary table with no relatives and nothing that would notice an UPDATE. */
export function isFilledQuietly(table: string, before: Catalog): boolean {
  const fact = before.facts.get(table);
  if (!isKind(fact, 'table')) return false;
  const { variant, isPartition, forceRowSecurity } = fact.attributes;
  if (variant !== 'ordinary' || isPartition || forceRowSecurity) return false;
  const notices = (other: AnyFact): boolean =>
    (other.kind === 'trigger' || other.kind === 'rule' || other.kind === 'inheritance') &&
    other.dependsOn.includes(table);
  return ![...before.facts.values()].some(notices);
}
