// Values of a composite type whose fields come, go, move or change type, as values of the type that takes its place.
import type { Fact } from '@senior-backend/core/postgres/catalog';
import type { CompositeField } from '@senior-backend/core/postgres/catalog/attributes';
import { quoteBody, quoteIdentifier, quoteName } from '@senior-backend/core/postgres/sql/quote';
import { ownName, relationName } from '../names.js';
import { hazard, type StatementDraft } from '../statement.js';
import { type Replacing, replacedName } from './replace-type.js';

type Composite = Fact<'composite'>;

/**
 * How the columns move over: through text where the fields keep their names and order, else field by field; arrays then element
 * by element, in a function that is there for that alone, since ALTER TABLE takes no query.
 */
export function carryValues(
  before: Composite,
  after: Composite,
  create: StatementDraft,
  columns: readonly Fact<'column'>[],
): Replacing {
  const [old, fresh] = [before.attributes.fields, after.attributes.fields];
  const names = (fields: readonly CompositeField[]): string => JSON.stringify(fields.map(({ name }) => name));
  if (names(old) === names(fresh)) return { create: [create] };
  const [schema = '', name = ''] = after.names;
  const taker = quoteName([schema, `${name.slice(0, 50)}_carried`]);
  const arrays = columns.filter(({ attributes }) => isArray(attributes.type));
  return {
    create: [create, ...(arrays.length > 0 ? [createTaker(taker, before, after, arrays)] : [])],
    convert: (column, type) => (isArray(type) ? `${taker}(${column})` : fieldByField(column, type, old, fresh)),
    cleanUp: arrays.length > 0 ? [{ sql: `DROP FUNCTION ${taker}(${quoteName(replacedName(after))}[])` }] : [],
  };
}

function isArray(type: string): boolean {
  return type.endsWith('[]');
}

function fieldByField(
  value: string,
  type: string,
  before: readonly CompositeField[],
  after: readonly CompositeField[],
): string {
  const values = after.map((fresh) => {
    const old = before.find(({ name }) => name === fresh.name);
    if (!old) return 'NULL';
    const field = `(${value}).${quoteIdentifier(old.name)}`;
    return old.type === fresh.type ? field : `${field}::text${fresh.type === 'text' ? '' : `::${fresh.type}`}`;
  });
  return `CASE WHEN ${value} IS DISTINCT FROM NULL THEN ROW(${values.join(', ')})::${type} END`;
}

/** Keeps nulls, empty arrays and the numbers of the elements. */
function createTaker(
  name: string,
  before: Composite,
  after: Composite,
  arrays: readonly Fact<'column'>[],
): StatementDraft {
  const type = relationName(after);
  const body = `
DECLARE
  fresh ${type}[] := '{}';
  place integer;
BEGIN
  IF array_ndims($1) > 1 THEN
    RAISE EXCEPTION 'an array of ${type.replaceAll("'", "''").replaceAll('%', '%%')} has more than one dimension';
  END IF;
  FOR place IN SELECT generate_subscripts($1, 1) LOOP
    fresh[place] := ${fieldByField('$1[place]', type, before.attributes.fields, after.attributes.fields)};
  END LOOP;
  RETURN fresh;
END`;
  return {
    sql: `CREATE FUNCTION ${name}(${quoteName(replacedName(after))}[]) RETURNS ${type}[] LANGUAGE plpgsql IMMUTABLE STRICT AS ${quoteBody(`${body}\n`)}`,
    hazards: arrays.map((column) => {
      const [table, own] = [relationName(column), ownName(column)];
      return hazard(
        'mayFail',
        `fails where an array in ${table}.${own} has more than one dimension`,
        `SELECT count(*) FROM ${table} WHERE array_ndims(${own}) > 1`,
      );
    }),
  };
}
