// ALTER COLUMN … TYPE, and how the values come over.
import type { Fact } from '@senior-backend/core/postgres/catalog';
import { ownName, relationName } from '../names.js';
import { hazard, type StatementDraft } from '../statement.js';
import { alterColumn } from './settings.js';

export function changeType(before: Fact<'column'>, after: Fact<'column'>): StatementDraft {
  const { type, collation, generated } = after.attributes;
  const collate = collation === null ? '' : ` COLLATE ${collation}`;
  const using =
    generated === null && baseOf(before.attributes.type) !== baseOf(type)
      ? ` USING ${conversion(ownName(after), before.attributes.type, type)}`
      : '';
  const name = `${relationName(after)}.${ownName(after)}`;
  return {
    sql: `${alterColumn(after)} TYPE ${type}${collate}${using}`,
    lock: 'ACCESS EXCLUSIVE',
    rewrites: true,
    hazards: [
      hazard('rewrite', `${relationName(after)} may be rewritten: ${ownName(after)} becomes ${type}`),
      hazard('mayFail', `fails where a value of ${name} is no ${type}`),
    ],
  };
}

const baseOf = (type: string): string => type.replace(/\(.*?\)/, '');

/** Types of users are reached through text: there is no cast between them and others. */
function conversion(column: string, from: string, to: string): string {
  const userType = /\./.test(from) || /\./.test(to);
  if (userType) return `${column}::text${to.endsWith('[]') && from.endsWith('[]') ? '[]' : ''}::${to}`;
  return from === 'boolean' ||
    to === 'boolean' ||
    !/^(integer|bigint|smallint|numeric|text|character|double|real)/.test(from)
    ? throughText(column, from, to)
    : `${column}::${to}`;
}

/** Casts that the server has; the rest goes through text. */
function throughText(column: string, from: string, to: string): string {
  const family = (type: string): string =>
    /^(date|timestamp|time)/.test(type)
      ? 'time'
      : /^(json)/.test(type)
        ? 'json'
        : /^(boolean|integer)/.test(type)
          ? 'bool'
          : type;
  return family(from) === family(to) || /^(text|character)/.test(to) ? `${column}::${to}` : `${column}::text::${to}`;
}
