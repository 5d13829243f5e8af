import { quoteIdentifier } from '@senior-backend/core/postgres/sql/quote';
import { REBUILD, type Rule } from '../rule.js';

export const transformRule: Rule<'transform'> = {
  address: ({ attributes }) => ({
    keyword: 'TRANSFORM',
    name: `FOR ${attributes.type} LANGUAGE ${quoteIdentifier(attributes.language)}`,
  }),
  create: ({ attributes: { type, language, fromSql, toSql } }) => {
    const parts = [
      fromSql === null ? '' : `FROM SQL WITH FUNCTION ${fromSql}`,
      toSql === null ? '' : `TO SQL WITH FUNCTION ${toSql}`,
    ];
    return [
      {
        sql: `CREATE TRANSFORM FOR ${type} LANGUAGE ${quoteIdentifier(language)} (${parts.filter(Boolean).join(', ')})`,
      },
    ];
  },
  drop: ({ attributes: { type, language } }) => [
    { sql: `DROP TRANSFORM FOR ${type} LANGUAGE ${quoteIdentifier(language)}` },
  ],
  change: () => REBUILD,
};
