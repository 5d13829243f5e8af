// Names of facts as statements write them.

import type { Fact, ObjectId, ObjectKind } from '@senior-backend/core/postgres/catalog';
import { objectId } from '@senior-backend/core/postgres/catalog/object-id';
import { quoteIdentifier, quoteName } from '@senior-backend/core/postgres/sql/quote';

type Named = Pick<Fact, 'names'>;

/** `public.users` of a table, of one of its columns, of a trigger on it. */
export function relationName(fact: Named): string {
  return quoteName(fact.names.slice(0, 2));
}

/** The last name, quoted: of a column, a constraint, a trigger. */
export function ownName(fact: Named): string {
  return quoteIdentifier(fact.names.at(-1) ?? '');
}

/** `public.total(integer, text)` */
export function routineName(fact: Named): string {
  return `${quoteName(fact.names.slice(0, 2))}(${fact.names[2] ?? ''})`;
}

/** What a column, trigger, rule, policy or default may sit on. */
export function relationIds(fact: Named): readonly ObjectId[] {
  return relationIdsOf(fact.names[0] ?? '', fact.names[1] ?? '');
}

export function relationIdsOf(schema: string, name: string): readonly ObjectId[] {
  const kinds: readonly ObjectKind[] = ['table', 'view', 'materializedView'];
  return kinds.map((kind) => objectId(kind, [schema, name]));
}

export function tableId(fact: Named): ObjectId {
  return objectId('table', fact.names.slice(0, 2));
}

/** The relation name that a fact takes up, as the planner compares them. */
export function occupied(fact: Named): readonly string[] {
  return [JSON.stringify(fact.names.slice(0, 2))];
}
