import { sameTable } from '../../observe/find-table.js';
import { measuredEvidence } from '../evidence.js';
import type { Rule } from '../finding.js';

/** Unique indexes over plain columns of which one takes NULL, without a predicate that says so on purpose. */
export const nullableUnique: Rule = {
  code: 'MIG514',
  check: ({ indexes, tables }) =>
    indexes
      .filter(
        (index) => index.unique && !index.primary && !index.partial && !/NULLS NOT DISTINCT/.test(index.definition),
      )
      .flatMap((index) => {
        const table = tables.find((one) => sameTable(one, index.table));
        const nullable = index.keys.filter((key) =>
          table?.columns.some((column) => column.name === key && !column.notNull),
        );
        if (nullable.length === 0) return [];
        return [
          {
            code: 'MIG514',
            severity: 'low',
            object: `${index.table.schema}.${index.table.name}`,
            columns: nullable.filter((key) => key !== null),
            summary: `${index.name} is unique and takes any number of rows without ${nullable.join(', ')}`,
            evidence: measuredEvidence([]),
            ddl: null,
            rollback: null,
          },
        ];
      }),
};
