// ALTER COLUMN … TYPE, and how the values come over.
import type { Fact } from '@senior-backend/core/postgres/catalog';
import { ownName, relationName } from '../names.js';
import { type Hazard, hazard, type StatementDraft } from '../statement.js';
import { obstacleTo } from './conversion.js';
import { alterColumn } from './settings.js';

/** `isLocal`: whether all rows are in tables of this server. The server converts no others, and takes no USING for their column. */
export function changeType(before: Fact<'column'>, after: Fact<'column'>, isLocal: boolean): StatementDraft {
  const { type, collation, generated } = after.attributes;
  const collate = collation === null ? '' : ` COLLATE ${collation}`;
  const using =
    isLocal && generated === null && baseOf(before.attributes.type) !== baseOf(type)
      ? ` USING ${valueAs(ownName(after), before.attributes.type, type)}`
      : '';
  const name = `${relationName(after)}.${ownName(after)}`;
  return {
    sql: `${alterColumn(after)} TYPE ${type}${collate}${using}`,
    lock: 'ACCESS EXCLUSIVE',
    rewrites: true,
    hazards: [
      hazard('rewrite', `${relationName(after)} may be rewritten: ${ownName(after)} becomes ${type}`),
      ...mayFail(name, before, after),
    ],
  };
}

function mayFail(name: string, before: Fact<'column'>, after: Fact<'column'>): readonly Hazard[] {
  const { type, generated } = after.attributes;
  const obstacle = generated === null ? obstacleTo(ownName(after), before.attributes.type, type) : 'unknown';
  if (obstacle === 'never') return [];
  const check =
    obstacle === 'unknown' ? undefined : `SELECT count(*) FROM ${relationName(after)} WHERE ${obstacle.where}`;
  return [hazard('mayFail', `fails where a value of ${name} is no ${type}`, check)];
}

/** Lengths of text, and precisions of numbers, that only grow (varchar_support, numeric_support): no row is touched. */
export function isRewritten(from: string, to: string): boolean {
  const [old, fresh] = [limitOf(from), limitOf(to)];
  if (TEXT_OF_ANY_LENGTH.test(baseOf(from)) && TEXT_OF_ANY_LENGTH.test(baseOf(to)))
    return fresh.length > 0 && !((old[0] ?? Number.POSITIVE_INFINITY) <= (fresh[0] ?? 0));
  if (baseOf(from) !== 'numeric' || baseOf(to) !== 'numeric') return from !== to;
  return fresh.length > 0 && (old.length === 0 || (fresh[0] ?? 0) < (old[0] ?? 0) || fresh[1] !== old[1]);
}

const TEXT_OF_ANY_LENGTH = /^(?:text|character varying)$/;

/** `numeric(12,2)` → `[12, 2]` */
function limitOf(type: string): readonly number[] {
  return (/\((.*)\)/.exec(type)?.[1] ?? '').split(',').filter(Boolean).map(Number);
}

const baseOf = (type: string): string => type.replace(/\(.*?\)/, '');

/**
 * Types of users are reached through text: there is no cast between them and others. So are types that have no cast between
 * them: every type can be printed, and read. Whether a value means something in the other type, its rows say.
 */
export function valueAs(column: string, from: string, to: string): string {
  if (isArray(from) === isArray(to) && CUT_BY_A_CAST.test(to)) return `${column}::text${isArray(to) ? '[]' : ''}`;
  if (/\./.test(from) || /\./.test(to)) return `${column}::text${isArray(from) && isArray(to) ? '[]' : ''}::${to}`;
  if (isArray(from) && isArray(to)) return `${column}::text[]::${to}`;
  return isArray(from) === isArray(to) && hasCast(from, to) ? `${column}::${to}` : `${column}::text::${to}`;
}

/** A cast cuts what is too long off, and says nothing; the assignment of a text that is too long fails. */
const CUT_BY_A_CAST = /^character(?: varying)?\(\d+\)(?:\[\])?$/;

const isArray = (type: string): boolean => type.endsWith('[]');

/** Whether a foreign key may hold between the two (opfamilies integer_ops and text_ops). */
export function areComparable(one: string, other: string): boolean {
  return [WHOLE_NUMBER, TEXT].some((family) => family.test(one) && family.test(other));
}

const WHOLE_NUMBER = /^(?:smallint|integer|bigint)$/;

const TEXT = /^(?:text|character varying|character)(?:\(|$)/;

/** Casts between types that the server comes with (pg_cast), by families whose members all have one to each other. */
const FAMILIES: readonly RegExp[] = [
  /^(?:smallint|integer|bigint|numeric|real|double precision)(?:\(|$)/,
  /^(?:date|timestamp)/,
  /^jsonb?$/,
  /^(?:boolean|integer)$/,
  /^(?:inet|cidr)$/,
  /^bit/,
];

function hasCast(from: string, to: string): boolean {
  return TEXT.test(to) || FAMILIES.some((family) => family.test(from) && family.test(to));
}
