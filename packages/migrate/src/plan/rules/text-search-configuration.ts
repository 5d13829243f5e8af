import type { Fact } from '@senior-backend/core/postgres/catalog';
import type { TextSearchMapping } from '@senior-backend/core/postgres/catalog/attributes';
import { quoteIdentifier } from '@senior-backend/core/postgres/sql/quote';
import { relationName } from '../names.js';
import { alter, REBUILD, type Rule } from '../rule.js';
import type { StatementDraft } from '../statement.js';

export const textSearchConfigurationRule: Rule<'textSearchConfiguration'> = {
  address: (fact) => ({ keyword: 'TEXT SEARCH CONFIGURATION', name: relationName(fact) }),
  create: (fact) => [
    { sql: `CREATE TEXT SEARCH CONFIGURATION ${relationName(fact)} (PARSER = ${fact.attributes.parser})` },
    ...fact.attributes.mappings.map((mapping) => map(fact, 'ADD', mapping)),
  ],
  drop: (fact) => [{ sql: `DROP TEXT SEARCH CONFIGURATION ${relationName(fact)}` }],
  change: (before, after) => {
    if (before.attributes.parser !== after.attributes.parser) return REBUILD;
    const old = new Map(before.attributes.mappings.map((mapping) => [mapping.token, mapping.dictionaries.join()]));
    const gone = [...old.keys()].filter(
      (token) => !after.attributes.mappings.some((mapping) => mapping.token === token),
    );
    const changed = after.attributes.mappings.filter(
      ({ token, dictionaries }) => old.get(token) !== dictionaries.join(),
    );
    return alter(
      ...gone.map((token) => ({
        sql: `ALTER TEXT SEARCH CONFIGURATION ${relationName(after)} DROP MAPPING FOR ${quoteIdentifier(token)}`,
      })),
      ...changed.map((mapping) => map(after, old.has(mapping.token) ? 'ALTER' : 'ADD', mapping)),
    );
  },
};

function map(
  fact: Fact<'textSearchConfiguration'>,
  verb: 'ADD' | 'ALTER',
  { token, dictionaries }: TextSearchMapping,
): StatementDraft {
  return {
    sql: `ALTER TEXT SEARCH CONFIGURATION ${relationName(fact)} ${verb} MAPPING FOR ${quoteIdentifier(token)} WITH ${dictionaries.join(', ')}`,
  };
}
