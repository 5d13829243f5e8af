import { findTable } from '../../observe/find-table.js';
import type { TableName } from '../../observe/observation.js';
import { measuredEvidence } from '../evidence.js';
import type { Rule } from '../finding.js';

/** Foreign keys whose columns and referenced columns differ in type. */
export const foreignKeyTypeMismatch: Rule = {
  code: 'MIG512',
  check: (observation) =>
    observation.foreignKeys.flatMap((key) => {
      const typeOf = (table: TableName, name: string): string | undefined =>
        findTable(observation, table)?.columns.find((column) => column.name === name)?.type;
      const pairs = key.columns.map((column, at) => ({
        column,
        own: typeOf(key.table, column),
        theirs: typeOf(key.referenced, key.referencedColumns[at] ?? ''),
      }));
      const different = pairs.filter(({ own, theirs }) => own !== undefined && theirs !== undefined && own !== theirs);
      if (different.length === 0) return [];
      return [
        {
          code: 'MIG512',
          severity: 'medium',
          object: `${key.table.schema}.${key.table.name}`,
          columns: different.map(({ column }) => column),
          summary: different.map(({ column, own, theirs }) => `${column} is ${own}, its key ${theirs}`).join('; '),
          evidence: measuredEvidence([], [`foreign key ${key.name}`]),
          ddl: null,
          rollback: null,
        },
      ];
    }),
};
