import { relationName } from '../names.js';
import { alter, REBUILD, type Rule } from '../rule.js';

/** The option list is kept as it was written: `stopwords = 'english', language = 'english'`. */
export const textSearchDictionaryRule: Rule<'textSearchDictionary'> = {
  address: (fact) => ({ keyword: 'TEXT SEARCH DICTIONARY', name: relationName(fact) }),
  create: (fact) => {
    const { template, options } = fact.attributes;
    return [
      {
        sql: `CREATE TEXT SEARCH DICTIONARY ${relationName(fact)} (TEMPLATE = ${template}${options === null ? '' : `, ${options}`})`,
      },
    ];
  },
  drop: (fact) => [{ sql: `DROP TEXT SEARCH DICTIONARY ${relationName(fact)}` }],
  change: (before, after) => {
    const names = (options: string | null): string =>
      [...(options ?? '').matchAll(/(?:^|, )("[^"]*"|\w+) = /g)].map((match) => match[1]).join();
    const sameNames = names(before.attributes.options) === names(after.attributes.options);
    if (before.attributes.template !== after.attributes.template || !sameNames || after.attributes.options === null)
      return REBUILD;
    return alter({ sql: `ALTER TEXT SEARCH DICTIONARY ${relationName(after)} (${after.attributes.options})` });
  },
};
