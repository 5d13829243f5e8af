import { objectId } from '@senior-backend/core/postgres/catalog/object-id';
import { quoteIdentifier } from '@senior-backend/core/postgres/sql/quote';
import { REBUILD, type Rule } from '../rule.js';

/** A table in a publication, with its columns and its filter. */
export const publicationTableRule: Rule<'publicationTable'> = {
  address: () => undefined,
  create: ({ attributes: { publication, table, columns, where } }) => {
    const list = columns === null ? '' : ` (${columns.map(quoteIdentifier).join(', ')})`;
    return [
      {
        sql: `ALTER PUBLICATION ${quoteIdentifier(publication)} ADD TABLE ONLY ${table}${list}${where === null ? '' : ` WHERE (${where})`}`,
        lock: 'SHARE UPDATE EXCLUSIVE',
      },
    ];
  },
  drop: ({ attributes: { publication, table } }) => [
    { sql: `ALTER PUBLICATION ${quoteIdentifier(publication)} DROP TABLE ONLY ${table}` },
  ],
  change: () => REBUILD,
  droppedWith: (fact) => [
    objectId('publication', [fact.attributes.publication]),
    objectId('table', fact.names.slice(1)),
  ],
};
