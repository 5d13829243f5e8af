import { quoteLiteral } from '@senior-backend/core/postgres/sql/quote';
import { occupied, relationName } from '../names.js';
import type { Change, Rule } from '../rule.js';
import type { StatementDraft } from '../statement.js';
import { replaceType } from '../types/replace-type.js';

export const enumRule: Rule<'enum'> = {
  address: (fact) => ({ keyword: 'TYPE', name: relationName(fact) }),
  create: (fact) => [createEnum(relationName(fact), fact.attributes.labels)],
  drop: (fact) => [{ sql: `DROP TYPE ${relationName(fact)}` }],
  change: (before, after, context): Change => {
    const added = additions(before.attributes.labels, after.attributes.labels);
    if (!added)
      return replaceType(
        'TYPE',
        before,
        after,
        { create: [createEnum(relationName(after), after.attributes.labels)] },
        context,
      );
    return {
      how: 'alter',
      statements: added.map(({ label, place }) => ({
        sql: `ALTER TYPE ${relationName(after)} ADD VALUE ${quoteLiteral(label)}${place}`,
      })),
    };
  },
  occupies: occupied,
};

function createEnum(name: string, labels: readonly string[]): StatementDraft {
  return { sql: `CREATE TYPE ${name} AS ENUM (${labels.map((label) => `\n    ${quoteLiteral(label)}`).join(',')}\n)` };
}

interface Addition {
  readonly label: string;
  readonly place: string;
}

/** The labels to add, each with its place, where nothing is gone and the order of the rest is the same. */
export function additions(before: readonly string[], after: readonly string[]): readonly Addition[] | undefined {
  const kept = after.filter((label) => before.includes(label));
  if (kept.length !== before.length || kept.some((label, index) => label !== before[index])) return undefined;
  const present = new Set(before);
  return after.flatMap((label, index) => {
    if (present.has(label)) return [];
    present.add(label);
    const previous = after[index - 1];
    const next = after.slice(index + 1).find((candidate) => present.has(candidate));
    if (next === undefined) return [{ label, place: '' }];
    return [
      { label, place: previous === undefined ? ` BEFORE ${quoteLiteral(next)}` : ` AFTER ${quoteLiteral(previous)}` },
    ];
  });
}
