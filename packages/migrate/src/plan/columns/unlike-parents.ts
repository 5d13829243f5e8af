import type { Fact } from '@senior-backend/core/postgres/catalog';
import type { PlanContext } from '../rule.js';
import type { StatementDraft } from '../statement.js';
import { identityDefinition } from './definition.js';
import { isPartition, parentColumns } from './inheritance.js';
import { addRequired, passesItOn } from './required.js';
import { alterColumn } from './settings.js';

/**
 * What a child's column is that it does not have from its parents': required, or, until version 18, not; numbered, which only
 * partitions inherit.
 */
export function unlikeParents(column: Fact<'column'>, context: PlanContext): readonly StatementDraft[] {
  const { notNull, identity } = column.attributes;
  const isGiven = parentColumns(column, context).some(passesItOn);
  const lock = 'ACCESS EXCLUSIVE';
  const isNumbered = identity !== null && !isPartition(column, context);
  return [
    ...(notNull && !isGiven ? [addRequired(column)] : []),
    ...(!notNull && isGiven ? [{ sql: `${alterColumn(column)} DROP NOT NULL`, lock } as const] : []),
    ...(isNumbered
      ? [{ sql: `${alterColumn(column)} ADD ${identityDefinition(column, identity)}`, lock } as const]
      : []),
  ];
}
