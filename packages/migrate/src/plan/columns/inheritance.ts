// Columns that come from a parent table.
import type { AnyFact, Fact } from '@senior-backend/core/postgres/catalog';
import { isKind } from '@senior-backend/core/postgres/catalog/object-id';
import { quoteIdentifier } from '@senior-backend/core/postgres/sql/quote';
import { tableId } from '../names.js';
import type { PlanContext } from '../rule.js';

/** DROP COLUMN on the parent reaches its children, unless it says ONLY. */
export function parentDropsIt(fact: Fact<'column'>, context: PlanContext): boolean {
  return fact.dependsOn.some((id) => {
    const parent = context.before.facts.get(id);
    return (
      parent !== undefined && isKind(parent, 'column') && context.isDropped(id) && !childrenKeepIt(parent, context)
    );
  });
}

/** With ONLY the column becomes the children's own. */
export function childrenKeepIt(fact: Fact<'column'>, context: PlanContext): boolean {
  if (context.isCreated(fact.id)) return false;
  return context
    .dependantsOf(fact.id)
    .some((child) => isKind(child, 'column') && child.attributes.inherited && context.after.facts.has(child.id));
}

/**
 * A column of a child that now comes from the parent. PostgreSQL never forgets that a column was declared locally, so the
 * column is made anew by the parent's ADD COLUMN, and the values move over.
 */
export function becomesInherited(before: AnyFact | undefined, after: AnyFact | undefined): boolean {
  if (!before || !after || !isKind(before, 'column') || !isKind(after, 'column')) return false;
  return (
    before.attributes.local && !before.attributes.inherited && !after.attributes.local && after.attributes.inherited
  );
}

/** ATTACH PARTITION makes the columns inherited by itself. */
export function isPartition(fact: Fact<'column'>, context: PlanContext): boolean {
  const table = context.after.facts.get(tableId(fact));
  return table !== undefined && isKind(table, 'table') && table.attributes.isPartition;
}

export function movedName(fact: Fact<'column'>): string {
  return quoteIdentifier(`${(fact.names[2] ?? '').slice(0, 55)}_moved`);
}

/** The same column of the parents, after the migration. */
export function parentColumns(fact: Fact<'column'>, context: PlanContext): readonly Fact<'column'>[] {
  return fact.dependsOn.flatMap((id) => {
    const parent = context.after.facts.get(id);
    return parent &&
      isKind(parent, 'column') &&
      parent.names[2] === fact.names[2] &&
      parent.names.join() !== fact.names.join()
      ? [parent]
      : [];
  });
}

/** The same column of the children, after the migration. */
export function childColumns(fact: Fact<'column'>, context: PlanContext): readonly Fact<'column'>[] {
  return context
    .dependantsAfter(fact.id)
    .filter((other) => isKind(other, 'column'))
    .filter((other) => other.attributes.inherited);
}

/**
 * A column that a child inherits from parents that have it already. INHERIT wants it to be there, and then it is the child's
 * own: only a child that is made anew has it from its parents alone.
 */
export function comesFromOldParent(fact: Fact<'column'>, context: PlanContext): boolean {
  if (fact.attributes.local || !fact.attributes.inherited || isPartition(fact, context)) return false;
  const parents = parentColumns(fact, context);
  return parents.length > 0 && parents.every(({ id }) => context.before.facts.has(id) && !context.isCreated(id));
}
