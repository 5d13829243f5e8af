import type { Fact } from '@senior-backend/core/postgres/catalog';
import { isKind, objectId } from '@senior-backend/core/postgres/catalog/object-id';
import { quoteIdentifier } from '@senior-backend/core/postgres/sql/quote';
import { afterHighest } from '../columns/identity.js';
import { parseQualified } from '../parse-qualified.js';
import { alter, type PlanContext, type Rule } from '../rule.js';
import type { StatementDraft } from '../statement.js';

const own = ({ attributes }: Fact<'sequenceOwner'>): StatementDraft => ({
  sql: `ALTER SEQUENCE ${attributes.sequence} OWNED BY ${attributes.table}.${quoteIdentifier(attributes.column)}`,
});

/** The tie between a sequence and the column that it counts for: `serial`. */
export const sequenceOwnerRule: Rule<'sequenceOwner'> = {
  address: () => undefined,
  create: (fact, context) => [...sameOwner(fact, context), own(fact), ...onFrom(fact, context)],
  drop: (fact) => [{ sql: `ALTER SEQUENCE ${fact.attributes.sequence} OWNED BY NONE` }],
  change: (_, after) => alter(own(after)),
  droppedWith: (fact) => [objectId('sequence', parseQualified(fact.attributes.sequence))],
};

/** A sequence must have the owner of its table; a new one has whoever creates it. */
function sameOwner({ attributes }: Fact<'sequenceOwner'>, context: PlanContext): readonly StatementDraft[] {
  const owner = context.after.facts.get(`owner:${objectId('table', parseQualified(attributes.table))}`);
  const isNew = context.isCreated(objectId('sequence', parseQualified(attributes.sequence)));
  if (!isNew || !owner || !isKind(owner, 'owner') || owner.attributes.role === context.role) return [];
  return [{ sql: `ALTER SEQUENCE ${attributes.sequence} OWNER TO ${quoteIdentifier(owner.attributes.role)}` }];
}

/** A sequence that is new for a column that was there. */
function onFrom(
  { attributes }: Fact<'sequenceOwner'>,
  { before, after, isCreated }: PlanContext,
): readonly StatementDraft[] {
  const sequence = after.facts.get(objectId('sequence', parseQualified(attributes.sequence)));
  const column = after.facts.get(objectId('column', [...parseQualified(attributes.table), attributes.column]));
  if (!isKind(sequence, 'sequence') || !isKind(column, 'column') || !isCreated(sequence.id)) return [];
  const counts = /^(?:smallint|integer|bigint)$/.test(column.attributes.type);
  if (!before.facts.has(column.id) || isCreated(column.id) || !counts) return [];
  return [afterHighest(column, attributes.sequence, sequence.attributes)];
}
