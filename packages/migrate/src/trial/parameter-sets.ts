// Values to run a statement with: those of rows that are there, so that what is measured finds something.
import { isServerError, type Session } from '@senior-backend/core/postgres/session';
import { quoteIdentifier, quoteName } from '@senior-backend/core/postgres/sql/quote';
import { valueFor } from '../advise/what-if/sample-values.js';
import { findTable } from '../observe/find-table.js';
import type { Observation, ObservedStatement } from '../observe/observation.js';
import type { Membership, ParameterUse, TableAccess } from '../observe/resolve/access.js';

/** Places in a table, as shares of its pages, that rows are taken from. */
const PLACES = [0.11, 0.47, 0.83];
const PAGE_ROWS = '20';

export type ValueSet = readonly (string | null)[];

/** One set for each place; empty where a parameter stands for something that no row can tell. */
export async function parameterSets(
  session: Session,
  statement: ObservedStatement,
  observation: Observation,
): Promise<readonly ValueSet[]> {
  if (statement.parameters === 0) return [[]];
  if (statement.values?.every((value) => value !== null)) return [statement.values];
  const sets: ValueSet[] = [];
  for (const place of PLACES) {
    const values: (string | null)[] = Array.from({ length: statement.parameters }, () => null);
    for (const access of statement.accesses) await fill(session, statement, access, observation, place, values);
    if (values.every((value) => value !== null)) sets.push(values);
  }
  return [...new Map(sets.map((set) => [JSON.stringify(set), set])).values()];
}

interface Wanted {
  readonly sql: string;
  readonly uses: readonly ParameterUse[];
  readonly column?: string;
}

async function fill(
  session: Session,
  { sql }: ObservedStatement,
  access: TableAccess,
  observation: Observation,
  place: number,
  values: (string | null)[],
): Promise<void> {
  const { limit, offset } = access.paging;
  if (limit !== null) values[limit - 1] = PAGE_ROWS;
  if (offset !== null) values[offset - 1] = '0';
  const wanted = wantedOf(access, sql);
  if (wanted.length === 0) return;
  const row = await rowAt(session, access, wanted, place);
  const columns = findTable(observation, access.table)?.columns ?? [];
  for (const [at, { uses, column }] of wanted.entries()) {
    const text = row?.[`v${at}`] ?? null;
    const samples = columns.find(({ name }) => name === column)?.samples;
    for (const { number, role } of uses) {
      const bounds = role === 'low' || role === 'high' ? samples : undefined;
      values[number - 1] =
        (bounds && valueFor(role, bounds)) ?? valueFor(role, { common: text, low: text, high: text });
    }
  }
}

function wantedOf({ conditions, expressions, memberships }: TableAccess, statement: string): readonly Wanted[] {
  return [
    ...conditions.map(({ column, parameters }) => ({ sql: quoteIdentifier(column), uses: parameters, column })),
    ...expressions.map(({ sql, parameters }) => ({ sql, uses: parameters })),
    ...memberships.map((one) => ({ sql: memberOf(one, statement), uses: one.parameters })),
  ].filter(({ uses }) => uses.length > 0);
}

/** Something that the value of a row holds: one of its keys, one of its words, one of its elements. */
function memberOf({ column, operator, parameters }: Membership, statement: string): string {
  const name = quoteIdentifier(column);
  if (operator === '@@') return `quote_literal((tsvector_to_array(${name}))[1])`;
  // A range holds ranges, and single values: `during @> $1::date` asks for one of those.
  if (operator === '@>' && parameters.some(({ number }) => isSingleValue(number, statement)))
    return `lower(${name})::text`;
  if (operator.startsWith('?')) return `(SELECT jsonb_object_keys(${name}) LIMIT 1)`;
  return `CASE pg_catalog.pg_typeof(${name})::text
    WHEN 'jsonb' THEN (SELECT jsonb_build_object(e.key, e.value)::text FROM jsonb_each(to_jsonb(${name})) e LIMIT 1)
    ELSE ${name}::text END`;
}

function isSingleValue(parameter: number, statement: string): boolean {
  return new RegExp(
    `\\$${parameter}::(date|timestamp|timestamptz|int|integer|int4|int8|bigint|numeric)\\b(?!\\[)`,
  ).test(statement);
}

async function rowAt(
  session: Session,
  { table }: TableAccess,
  wanted: readonly Wanted[],
  place: number,
): Promise<Readonly<Record<string, string | null>> | undefined> {
  const name = quoteName([table.schema, table.name]);
  const list = wanted.map(({ sql }, at) => `(${sql})::text AS v${at}`).join(', ');
  const first = wanted.map(({ sql }) => `(${sql}) IS NOT NULL`).join(' AND ');
  try {
    const [row] = await session.query<Record<string, string | null>>(
      `SELECT /* db-migrate */ ${list} FROM ${name} WHERE ctid >= (SELECT ('(' || floor(pg_relation_size($1::regclass) / 8192 * $2::float8) || ',1)')::tid) AND ${first} LIMIT 1`,
      [name, place],
    );
    return row;
  } catch (error) {
    if (!isServerError(error)) throw error;
    return undefined;
  }
}
