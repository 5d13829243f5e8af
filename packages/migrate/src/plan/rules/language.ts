import { ownName } from '../names.js';
import { REBUILD, type Rule } from '../rule.js';

/** Function names without their arguments: CREATE LANGUAGE takes them so. */
const bare = (procedure: string): string => procedure.replace(/\(.*\)$/, '');

export const languageRule: Rule<'language'> = {
  address: (fact) => ({ keyword: 'LANGUAGE', name: ownName(fact) }),
  create: (fact) => {
    const { trusted, handler, inline, validator } = fact.attributes;
    const words = [
      `CREATE ${trusted ? 'TRUSTED ' : ''}LANGUAGE ${ownName(fact)} HANDLER ${bare(handler)}`,
      inline === null ? '' : ` INLINE ${bare(inline)}`,
      validator === null ? '' : ` VALIDATOR ${bare(validator)}`,
    ];
    return [{ sql: words.join('') }];
  },
  drop: (fact) => [{ sql: `DROP LANGUAGE ${ownName(fact)}` }],
  change: () => REBUILD,
};
