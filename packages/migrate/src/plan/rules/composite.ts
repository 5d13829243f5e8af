import type { Fact } from '@senior-backend/core/postgres/catalog';
import type { CompositeField } from '@senior-backend/core/postgres/catalog/attributes';
import { isKind } from '@senior-backend/core/postgres/catalog/object-id';
import { quoteIdentifier } from '@senior-backend/core/postgres/sql/quote';
import { occupied, ownName, relationName } from '../names.js';
import { replaceType, stays } from '../replace-type.js';
import { type Change, REBUILD, type Rule } from '../rule.js';
import { hazard, type StatementDraft } from '../statement.js';

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
    const convert = conversion(old, fresh);
    const canMove = columns.every(
      (fact) => stays(fact, after, context) && convert(ownName(fact), fact.attributes.type),
    );
    return columns.length > 0 && canMove
      ? replaceType(
          'TYPE',
          before,
          after,
          [{ ...createType(after), hazards }],
          context,
          (...value) => convert(...value) ?? '',
        )
      : REBUILD;
  },
  occupies: occupied,
};

function createType(fact: Fact<'composite'>): StatementDraft {
  const fields = fact.attributes.fields.map((one) => `\n    ${field(one)}`);
  return { sql: `CREATE TYPE ${relationName(fact)} AS (${fields.join(',')}\n)` };
}

/**
 * A value of the old type as one of the new type: field by field, and through text where no field comes, goes or moves.
 * Undefined for an array that would have to be taken apart, which no expression of ALTER TABLE can.
 */
function conversion(
  before: readonly CompositeField[],
  after: readonly CompositeField[],
): (column: string, type: string) => string | undefined {
  const names = (fields: readonly CompositeField[]): string => JSON.stringify(fields.map(({ name }) => name));
  const isArray = (type: string): boolean => type.endsWith('[]');
  if (names(before) === names(after)) return (column, type) => `${column}::text${isArray(type) ? '[]' : ''}::${type}`;
  return (column, type) => {
    const values = after.map((fresh) => {
      const old = before.find(({ name }) => name === fresh.name);
      if (!old) return 'NULL';
      const value = `(${column}).${quoteIdentifier(old.name)}`;
      return old.type === fresh.type ? value : `${value}::text${fresh.type === 'text' ? '' : `::${fresh.type}`}`;
    });
    return isArray(type)
      ? undefined
      : `CASE WHEN ${column} IS DISTINCT FROM NULL THEN ROW(${values.join(', ')})::${type} END`;
  };
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
