import { quoteIdentifier, quoteLiteral } from '@senior-backend/core/postgres/sql/quote';
import { ownName } from '../names.js';
import { foreignChanges, foreignOptions } from '../options.js';
import { alter, REBUILD, type Rule } from '../rule.js';

export const serverRule: Rule<'server'> = {
  address: (fact) => ({ keyword: 'SERVER', name: ownName(fact) }),
  create: (fact) => {
    const { type, version, wrapper, options } = fact.attributes;
    const words = [
      type === null ? '' : ` TYPE ${quoteLiteral(type)}`,
      version === null ? '' : ` VERSION ${quoteLiteral(version)}`,
    ];
    return [
      {
        sql: `CREATE SERVER ${ownName(fact)}${words.join('')} FOREIGN DATA WRAPPER ${quoteIdentifier(wrapper)}${foreignOptions(options)}`,
      },
    ];
  },
  drop: (fact) => [{ sql: `DROP SERVER ${ownName(fact)}` }],
  change: (before, after) => {
    const [old, fresh] = [before.attributes, after.attributes];
    if (old.wrapper !== fresh.wrapper || old.type !== fresh.type || (fresh.version === null && old.version !== null))
      return REBUILD;
    const version = old.version === fresh.version ? '' : ` VERSION ${quoteLiteral(fresh.version ?? '')}`;
    return alter({ sql: `ALTER SERVER ${ownName(after)}${version}${foreignChanges(old.options, fresh.options)}` });
  },
};
