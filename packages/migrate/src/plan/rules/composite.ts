import type { Fact } from '@senior-backend/core/postgres/catalog';
import type { CompositeField } from '@senior-backend/core/postgres/catalog/attributes';
import { isKind } from '@senior-backend/core/postgres/catalog/object-id';
import { quoteIdentifier } from '@senior-backend/core/postgres/sql/quote';
import { occupied, relationName } from '../names.js';
import { type Change, REBUILD, type Rule } from '../rule.js';
import { hazard, type StatementDraft } from '../statement.js';
import { carryValues } from '../types/composite-values.js';
import { replaceType, stays } from '../types/replace-type.js';

const field = ({ name, type, collation }: CompositeField): string =>
  `${quoteIdentifier(name)} ${type}${collation === null ? '' : ` COLLATE ${collation}`}`;

export const compositeRule: Rule<'composite'> = {
  address: (fact) => ({ keyword: 'TYPE', name: relationName(fact) }),
  create: (fact) => [createType(fact)],
  drop: (fact) => [{ sql: `DROP TYPE ${relationName(fact)}` }],
  change: (before, after, context): Change => {
    const [old, fresh] = [before.attributes.fields, after.attributes.fields];
    const dependants = context.dependantsOf(before.id);
    const columns = dependants.filter((fact) => isKind(fact, 'column'));
    // Tables of the type have its fields as columns, and follow it.
    const tables = dependants.filter((fact) => isKind(fact, 'table'));
    const words = changes(old, fresh);
    const loses = columns.length + tables.length > 0 && old.some(({ name }) => !fresh.some((one) => one.name === name));
    const hazards = loses
      ? [hazard('destructive', `values of type ${relationName(after)} in tables lose a field`)]
      : [];
    // The server changes no field of values that a table holds.
    if (words && (columns.length === 0 || !words.some((word) => word.startsWith('ALTER '))))
      return {
        how: 'alter',
        statements: [
          {
            sql: `ALTER TYPE ${relationName(after)} ${words.map((word) => (tables.length > 0 ? `${word} CASCADE` : word)).join(', ')}`,
            hazards,
          },
        ],
        disturbs: (fact) => !['column', 'table', 'owner', 'grant', 'comment'].includes(fact.kind),
      };
    if (columns.length === 0 || !columns.every((fact) => stays(fact, after, context))) return REBUILD;
    const replacing = carryValues(before, after, { ...createType(after), hazards }, columns);
    return replaceType('TYPE', before, after, replacing, context);
  },
  occupies: occupied,
};

function createType(fact: Fact<'composite'>): StatementDraft {
  const fields = fact.attributes.fields.map((one) => `\n    ${field(one)}`);
  return { sql: `CREATE TYPE ${relationName(fact)} AS (${fields.join(',')}\n)` };
}

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
