import { objectId } from '@senior-backend/core/postgres/catalog/object-id';
import { quoteIdentifier } from '@senior-backend/core/postgres/sql/quote';
import { REBUILD, type Rule } from '../rule.js';

export const publicationSchemaRule: Rule<'publicationSchema'> = {
  address: () => undefined,
  create: ({ attributes: { publication, schema } }) => [
    { sql: `ALTER PUBLICATION ${quoteIdentifier(publication)} ADD TABLES IN SCHEMA ${quoteIdentifier(schema)}` },
  ],
  drop: ({ attributes: { publication, schema } }) => [
    { sql: `ALTER PUBLICATION ${quoteIdentifier(publication)} DROP TABLES IN SCHEMA ${quoteIdentifier(schema)}` },
  ],
  change: () => REBUILD,
  droppedWith: (fact) => [
    objectId('publication', [fact.attributes.publication]),
    objectId('schema', [fact.attributes.schema]),
  ],
};
