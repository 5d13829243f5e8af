// What a table says of one of its indexes: CLUSTER ON and REPLICA IDENTITY USING INDEX.
import type { Fact } from '@senior-backend/core/postgres/catalog';
import { isKind } from '@senior-backend/core/postgres/catalog/object-id';
import { quoteName } from '@senior-backend/core/postgres/sql/quote';
import { ownName, relationIdsOf } from './names.js';
import type { PlanContext } from './rule.js';
import type { StatementDraft } from './statement.js';

type Marked = Fact<'index'> | Fact<'constraint'>;

export function markers(before: Marked | undefined, after: Marked, context: PlanContext): readonly StatementDraft[] {
  const [old, fresh] = [before?.attributes, after.attributes];
  const [schema, name] = tableOf(after);
  const table = `ALTER TABLE ${quoteName([schema, name])}`;
  const statements: StatementDraft[] = [];
  if (fresh.clustered && !old?.clustered)
    statements.push({ sql: `${table} CLUSTER ON ${ownName(after)}`, lock: 'SHARE UPDATE EXCLUSIVE' });
  if (old?.clustered && !fresh.clustered && !isClustered(schema, name, context))
    statements.push({ sql: `${table} SET WITHOUT CLUSTER`, lock: 'SHARE UPDATE EXCLUSIVE' });
  if (fresh.replicaIdentity && !old?.replicaIdentity)
    statements.push({ sql: `${table} REPLICA IDENTITY USING INDEX ${ownName(after)}`, lock: 'ACCESS EXCLUSIVE' });
  return statements;
}

function tableOf(marked: Marked): readonly [schema: string, name: string] {
  if (marked.kind === 'index') return [marked.attributes.schema, marked.attributes.table];
  return [marked.names[0] ?? '', marked.names[1] ?? ''];
}

/** By another index then, which says so itself. A constraint stands on columns, and they on the table. */
function isClustered(schema: string, name: string, { dependantsAfter }: PlanContext): boolean {
  const near = relationIdsOf(schema, name).flatMap((id) => dependantsAfter(id));
  const ofColumns = near.filter((fact) => isKind(fact, 'column')).flatMap(({ id }) => dependantsAfter(id));
  return [...near, ...ofColumns].some(
    (fact) => (isKind(fact, 'index') || isKind(fact, 'constraint')) && fact.attributes.clustered,
  );
}
