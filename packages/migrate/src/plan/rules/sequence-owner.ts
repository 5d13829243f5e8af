import type { Fact } from '@senior-backend/core/postgres/catalog';
import { objectId } from '@senior-backend/core/postgres/catalog/object-id';
import { quoteIdentifier } from '@senior-backend/core/postgres/sql/quote';
import { parseQualified } from '../parse-qualified.js';
import { alter, type Rule } from '../rule.js';
import type { StatementDraft } from '../statement.js';

const own = ({ attributes }: Fact<'sequenceOwner'>): StatementDraft => ({
  sql: `ALTER SEQUENCE ${attributes.sequence} OWNED BY ${attributes.table}.${quoteIdentifier(attributes.column)}`,
});

/** The tie between a sequence and the column that it counts for: `serial`. */
export const sequenceOwnerRule: Rule<'sequenceOwner'> = {
  address: () => undefined,
  create: (fact) => [own(fact)],
  drop: (fact) => [{ sql: `ALTER SEQUENCE ${fact.attributes.sequence} OWNED BY NONE` }],
  change: (_, after) => alter(own(after)),
  droppedWith: (fact) => [objectId('sequence', parseQualified(fact.attributes.sequence))],
};
