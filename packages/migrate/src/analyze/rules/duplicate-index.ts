import { quoteName } from '@senior-backend/core/postgres/sql/quote';
import { formatBytes } from '@senior-backend/core/report/number';
import { indexesOf } from '../../observe/find-table.js';
import { isUsable } from '../../observe/index-cover.js';
import type { Observation, ObservedIndex } from '../../observe/observation.js';
import { measuredEvidence } from '../evidence.js';
import type { Rule } from '../finding.js';

/** Indexes with the same entries as another, or whose keys are the first keys of another. */
export const duplicateIndex: Rule = {
  code: 'MIG506',
  check: (observation) =>
    observation.indexes.flatMap((index) => {
      const better = replacement(observation, index);
      if (!better) return [];
      return [
        {
          code: 'MIG506',
          severity: 'low',
          object: `${index.table.schema}.${index.name}`,
          columns: index.keys.filter((key) => key !== null),
          summary: `${formatBytes(index.bytes)}; ${better.name} ${better.signature === index.signature ? 'is the same' : 'begins with the same columns'}`,
          evidence: measuredEvidence([], [better.definition]),
          ddl: `DROP INDEX CONCURRENTLY ${quoteName([index.table.schema, index.name])}`,
          rollback: index.definition.replace(/^CREATE INDEX /, 'CREATE INDEX CONCURRENTLY '),
        },
      ];
    }),
};

/** The index that makes this one superfluous. Of two that are the same, the one that enforces nothing, then the later name, goes. */
function replacement(observation: Observation, index: ObservedIndex): ObservedIndex | undefined {
  if (index.enforces || index.unique || !index.valid) return undefined;
  return indexesOf(observation, index.table).find((other) => {
    if (other === index || !other.valid) return false;
    if (other.signature === index.signature) return other.enforces || other.unique || other.name < index.name;
    return isUsable(index) && isUsable(other) && isPlainPrefix(index, other);
  });
}

/** Keys that are plain columns, with the same operator classes, collations and directions as the first ones of the other. */
function isPlainPrefix(index: ObservedIndex, other: ObservedIndex): boolean {
  if (index.keys.length >= other.keys.length || index.keys.includes(null)) return false;
  // signature: method|table|keys|count|classes|collations|options|…; vectors are separated by spaces
  const [, , , , classes = '', collations = '', options = ''] = index.signature.split('|');
  const [, , , , otherClasses = '', otherCollations = '', otherOptions = ''] = other.signature.split('|');
  const begins = (whole: string, head: string): boolean => `${whole} `.startsWith(`${head} `);
  const sameKeys = index.keys.every((key, at) => key === other.keys[at]);
  return (
    sameKeys && begins(otherClasses, classes) && begins(otherCollations, collations) && begins(otherOptions, options)
  );
}
