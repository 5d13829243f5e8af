import { ownName } from '../names.js';
import { foreignChanges, foreignOptions } from '../options.js';
import { alter, type Rule } from '../rule.js';

const routines = (handler: string | null, validator: string | null): string =>
  `${handler === null ? ' NO HANDLER' : ` HANDLER ${handler}`}${validator === null ? ' NO VALIDATOR' : ` VALIDATOR ${validator}`}`;

export const foreignDataWrapperRule: Rule<'foreignDataWrapper'> = {
  address: (fact) => ({ keyword: 'FOREIGN DATA WRAPPER', name: ownName(fact) }),
  create: (fact) => {
    const { handler, validator, options } = fact.attributes;
    return [
      { sql: `CREATE FOREIGN DATA WRAPPER ${ownName(fact)}${routines(handler, validator)}${foreignOptions(options)}` },
    ];
  },
  drop: (fact) => [{ sql: `DROP FOREIGN DATA WRAPPER ${ownName(fact)}` }],
  change: (before, after) => {
    const { handler, validator, options } = after.attributes;
    return alter({
      sql: `ALTER FOREIGN DATA WRAPPER ${ownName(after)}${routines(handler, validator)}${foreignChanges(before.attributes.options, options)}`,
    });
  },
};
