import type { Fact } from '@senior-backend/core/postgres/catalog';
import { quoteIdentifier } from '@senior-backend/core/postgres/sql/quote';
import { relationName } from '../names.js';
import { alter, type Rule } from '../rule.js';
import type { StatementDraft } from '../statement.js';

const name = (fact: Fact<'operatorFamily'>): string =>
  `${relationName(fact)} USING ${quoteIdentifier(fact.attributes.method)}`;

export const operatorFamilyRule: Rule<'operatorFamily'> = {
  address: (fact) => ({ keyword: 'OPERATOR FAMILY', name: name(fact) }),
  create: (fact) => [
    { sql: `CREATE OPERATOR FAMILY ${name(fact)}` },
    ...change(
      fact,
      'ADD',
      fact.attributes.members.map(({ add }) => add),
    ),
  ],
  drop: (fact) => [{ sql: `DROP OPERATOR FAMILY ${name(fact)}` }],
  change: (before, after) => {
    const old = new Set(before.attributes.members.map(({ add }) => add));
    const fresh = new Set(after.attributes.members.map(({ add }) => add));
    const gone = before.attributes.members.filter(({ add }) => !fresh.has(add)).map(({ drop }) => drop);
    const added = [...fresh].filter((add) => !old.has(add));
    return alter(...change(after, 'DROP', gone), ...change(after, 'ADD', added));
  },
};

function change(
  fact: Fact<'operatorFamily'>,
  verb: 'ADD' | 'DROP',
  list: readonly string[],
): readonly StatementDraft[] {
  return list.length === 0 ? [] : [{ sql: `ALTER OPERATOR FAMILY ${name(fact)} ${verb}\n    ${list.join(',\n    ')}` }];
}
