import type { Fact } from '@senior-backend/core/postgres/catalog';
import { isKind } from '@senior-backend/core/postgres/catalog/object-id';
import { ownName, tableId } from '../names.js';
import type { PlanContext } from '../rule.js';
import { parentColumns } from './inheritance.js';

/**
 * Whether a column is part of a partition key, of its table or of one above it. Rows lie where the values of these columns put
 * them: the server changes the type of none, and the table is made anew.
 */
export function placesRows(column: Fact<'column'>, context: PlanContext): boolean {
  return [column, ...parentColumns(column, context)].some((one) => isPartitionKey(one, context));
}

function isPartitionKey(fact: Fact<'column'>, { before }: PlanContext): boolean {
  const table = before.facts.get(tableId(fact));
  const key = isKind(table, 'table') ? (table.attributes.partitionKey ?? '') : '';
  return key.split(/[^\w"]+/).includes(ownName(fact));
}
