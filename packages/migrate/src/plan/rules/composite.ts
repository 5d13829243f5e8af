import type { CompositeField } from '@senior-backend/core/postgres/catalog/attributes';
import { quoteIdentifier } from '@senior-backend/core/postgres/sql/quote';
import { occupied, relationName } from '../names.js';
import { type Change, REBUILD, type Rule } from '../rule.js';
import { hazard } from '../statement.js';

const field = ({ name, type, collation }: CompositeField): string =>
  `${quoteIdentifier(name)} ${type}${collation === null ? '' : ` COLLATE ${collation}`}`;

export const compositeRule: Rule<'composite'> = {
  address: (fact) => ({ keyword: 'TYPE', name: relationName(fact) }),
  create: (fact) => [
    {
      sql: `CREATE TYPE ${relationName(fact)} AS (${fact.attributes.fields.map((one) => `\n    ${field(one)}`).join(',')}\n)`,
    },
  ],
  drop: (fact) => [{ sql: `DROP TYPE ${relationName(fact)}` }],
  change: (before, after, context): Change => {
    const words = changes(before.attributes.fields, after.attributes.fields);
    if (!words) return REBUILD;
    const name = relationName(after);
    const inTables = context.dependantsOf(before.id).some((fact) => fact.kind === 'column');
    const hazards =
      inTables && words.some((word) => word.startsWith('DROP'))
        ? [hazard('destructive', `values of type ${name} in tables lose a field`)]
        : [];
    return {
      how: 'alter',
      statements: [{ sql: `ALTER TYPE ${name} ${words.join(', ')}`, hazards }],
      disturbs: (fact) =>
        fact.kind !== 'column' && fact.kind !== 'owner' && fact.kind !== 'grant' && fact.kind !== 'comment',
    };
  },
  occupies: occupied,
};

/** Undefined where the fields that stay are in another order: ALTER TYPE can add at the end alone. */
function changes(before: readonly CompositeField[], after: readonly CompositeField[]): readonly string[] | undefined {
  const kept = before.filter((old) => after.some((fresh) => fresh.name === old.name));
  if (kept.some((old, index) => after[index]?.name !== old.name)) return undefined;
  return [
    ...before.filter((old) => !kept.includes(old)).map((old) => `DROP ATTRIBUTE ${quoteIdentifier(old.name)}`),
    ...kept.flatMap((old) => {
      const fresh = after.find((one) => one.name === old.name);
      if (!fresh || field(fresh) === field(old)) return [];
      return [
        `ALTER ATTRIBUTE ${quoteIdentifier(old.name)} TYPE ${fresh.type}${fresh.collation === null ? '' : ` COLLATE ${fresh.collation}`}`,
      ];
    }),
    ...after.slice(kept.length).map((fresh) => `ADD ATTRIBUTE ${field(fresh)}`),
  ];
}
