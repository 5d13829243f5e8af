// Columns that come from a parent table.
import type { Catalog, Fact } from '@senior-backend/core/postgres/catalog';
import { isKind, objectId } from '@senior-backend/core/postgres/catalog/object-id';
import { quoteIdentifier } from '@senior-backend/core/postgres/sql/quote';
import { tableId } from '../names.js';
import type { PlanContext } from '../rule.js';

/** What a child has from its parents: columns, and checks. */
export type Part = Fact<'column'> | Fact<'constraint'>;

/** The same part of the parents. */
export function ofParents(part: Part, { facts }: Catalog): readonly Part[] {
  return part.dependsOn
    .map((id) => facts.get(id))
    .filter((fact) => isKind(fact, 'column') || isKind(fact, 'constraint'))
    .filter((fact) => fact.kind === part.kind && fact.names[2] === part.names[2] && tableId(fact) !== tableId(part));
}

/** DROP COLUMN, or CONSTRAINT, on the parent reaches those that stay its children, unless it says ONLY. */
export function parentDropsIt(part: Part, context: PlanContext): boolean {
  return ofParents(part, context.before).some(
    (parent) =>
      context.isDropped(parent.id) &&
      !(isKind(parent, 'column') && childrenKeepIt(parent, context)) &&
      !leaves(part, parent, context),
  );
}

function leaves(child: Part, parent: Part, { before, after }: PlanContext): boolean {
  const link = objectId('inheritance', [...child.names.slice(0, 2), ...parent.names.slice(0, 2)]);
  return before.facts.has(link) && !after.facts.has(link);
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
export function becomesInherited({ id }: Fact<'column'>, context: PlanContext): boolean {
  const [before, after] = [context.before.facts.get(id), context.after.facts.get(id)];
  if (!isKind(before, 'column') || !isKind(after, 'column')) return false;
  const wasOwn = (before.attributes.local && !before.attributes.inherited) || wasOfPartition(before, context);
  return wasOwn && !after.attributes.local && after.attributes.inherited;
}

/** DETACH PARTITION leaves the table all columns as its own. */
function wasOfPartition(fact: Fact<'column'>, { before, after }: PlanContext): boolean {
  const [old, fresh] = [before, after].map(({ facts }) => facts.get(tableId(fact)));
  const isOne = isKind(old, 'table') && old.attributes.isPartition;
  return isOne && isKind(fresh, 'table') && !fresh.attributes.isPartition;
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
  return ofParents(fact, context.after).filter((parent) => isKind(parent, 'column'));
}

/** The same column of the children, after the migration. */
export function childColumns(fact: Fact<'column'>, context: PlanContext): readonly Fact<'column'>[] {
  return context
    .dependantsAfter(fact.id)
    .filter((other) => isKind(other, 'column'))
    .filter((other) => other.attributes.inherited);
}

/** Neither a column of a foreign table nor the parent of one. */
export function isLocal(fact: Fact<'column'>, context: PlanContext): boolean {
  const table = context.after.facts.get(tableId(fact));
  if (isKind(table, 'table') && table.attributes.variant === 'foreign') return false;
  return childColumns(fact, context).every((child) => isLocal(child, context));
}
