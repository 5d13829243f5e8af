import { measuredEvidence } from '../evidence.js';
import type { Rule } from '../finding.js';

const ADVICE: readonly (readonly [type: RegExp, advice: string])[] = [
  [/^timestamp(\(\d\))? without time zone$/, 'means another instant in each session: timestamptz'],
  [/^money$/, 'depends on lc_monetary: numeric, or integer cents'],
  [/^character\(\d+\)$/, 'pads with blanks: text, with a check on its length'],
  [/^json$/, 'keeps text and takes no index: jsonb'],
];

/** Columns of types that PostgreSQL keeps for compatibility, each with what to use. */
export const questionableType: Rule = {
  code: 'MIG513',
  check: ({ tables }) =>
    tables.flatMap((table) =>
      table.columns.flatMap((column) => {
        const advice = ADVICE.find(([type]) => type.test(column.type))?.[1];
        if (advice === undefined) return [];
        return [
          {
            code: 'MIG513',
            severity: 'low',
            object: `${table.schema}.${table.name}`,
            columns: [column.name],
            summary: `${column.type} ${advice}`,
            evidence: measuredEvidence([]),
            ddl: null,
            rollback: null,
          },
        ];
      }),
    ),
};
