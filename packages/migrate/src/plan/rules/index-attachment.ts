import { REBUILD, type Rule } from '../rule.js';

/** An index of a partition as part of the index of its parent. There is no DETACH: it ends with either index. */
export const indexAttachmentRule: Rule<'indexAttachment'> = {
  address: () => undefined,
  create: (fact) => [{ sql: `ALTER INDEX ${fact.attributes.parent} ATTACH PARTITION ${fact.attributes.child}` }],
  drop: () => [],
  change: () => REBUILD,
};
