import { quoteName } from '@senior-backend/core/postgres/sql/quote';
import { routineName } from '../names.js';
import { REBUILD, type Rule } from '../rule.js';

/** An aggregate over no argument is written with a star. */
const signature = (names: readonly string[]): string =>
  names[2] === '' ? `${quoteName(names.slice(0, 2))}(*)` : routineName({ names });

export const aggregateRule: Rule<'aggregate'> = {
  address: (fact) => ({ keyword: 'AGGREGATE', name: signature(fact.names) }),
  create: (fact) => {
    const { arguments: list, options } = fact.attributes;
    return [
      {
        sql: `CREATE AGGREGATE ${quoteName(fact.names.slice(0, 2))}(${list === '' ? '*' : list}) (\n    ${options.join(',\n    ')}\n)`,
      },
    ];
  },
  drop: (fact) => [{ sql: `DROP AGGREGATE ${signature(fact.names)}` }],
  change: () => REBUILD,
};
