// Tables and columns as SQL. Names are quoted here and nowhere else; values never stand in a text.
import { quoteIdentifier, quoteName } from '@senior-backend/core/postgres/sql/quote';
import { baseType } from '../../design/query-options.js';
import type { Design, Embed, Filter, KeyPart, Pair } from '../../design/resource.js';
import { MOST_EMBEDDED } from '../../design/resource-schemas.js';
import type { Column, ColumnType, Relation } from '../../model/relation.js';

export function tableName({ schema, name }: Pick<Relation, 'schema' | 'name'>): string {
  return quoteName([schema, name]);
}

/** `t.id` */
export function columnName(alias: string, name: string): string {
  return `${alias}.${quoteIdentifier(name)}`;
}

/** A column as a field of a row. Of numbers the driver hands on the text that PostgreSQL sends: nothing is cast. */
export function readField(alias: string, column: Column): string {
  const { kind } = baseType(column.type);
  return kind === 'bigint' || kind === 'decimal' ? columnName(alias, column.name) : readColumn(alias, column);
}

/** A column as its value in JSON: text where a number of JSON could not hold it. */
export function readColumn(alias: string, column: Column): string {
  const name = columnName(alias, column.name);
  const type = baseType(column.type);
  switch (type.kind) {
    case 'bigint':
    case 'decimal':
    case 'interval':
    case 'other':
      return `${name}::text`;
    case 'bytes':
      // MIME breaks its lines; base64 in JSON has none.
      return `translate(encode(${name}, 'base64'), chr(10), '')`;
    case 'composite':
      return `to_json(${name})`;
    case 'array':
      return isTextInJson(type.item) ? `to_json(${name}::text[])` : `to_json(${name})`;
    default:
      return name;
  }
}

/** Elements whose own JSON would lose digits, or be of another form than the column's. */
function isTextInJson(item: ColumnType): boolean {
  return ['bigint', 'decimal', 'interval', 'other', 'bytes'].includes(baseType(item).kind);
}

/** The condition that holds for the row of a key, with parameters from `$first`. */
export function keyCondition(alias: string, key: readonly KeyPart[], first = 1): string {
  return key
    .map(({ column }, index) => `${columnName(alias, column.name)} = $${first + index}::${column.type.sql}`)
    .join(' AND ');
}

/** What stands before and behind the parameter of a filter. */
export function filterCondition({ column, operator }: Filter): readonly [before: string, after: string] {
  const name = columnName('t', column.name);
  const type = column.type.sql;
  switch (operator) {
    case 'eq':
      return [`${name} = `, `::${type}`];
    case 'gt':
      return [`${name} > `, `::${type}`];
    case 'gte':
      return [`${name} >= `, `::${type}`];
    case 'lt':
      return [`${name} < `, `::${type}`];
    case 'lte':
      return [`${name} <= `, `::${type}`];
    case 'in':
      return [`${name} = ANY (`, `::${type}[])`];
    case 'like':
      return [`${name} LIKE `, '::text'];
    default:
      return operator satisfies never;
  }
}

/** An embedded row, or list of rows, as one sub-query that gives JSON: no statement of its own. */
export function embedQuery(design: Design, embed: Embed): string {
  const target = design.byId.get(embed.target);
  if (!target) return 'NULL';
  const { relation } = target;
  const fields = relation.columns.map((column) => `${readColumn('e', column)} AS ${quoteIdentifier(column.name)}`);
  const from = `FROM ${tableName(relation)} AS e${embed.through ? `\n      JOIN ${throughName(embed.through)} AS j ON ${equalities('e', 'j', embed.through.on)}` : ''}`;
  const where = `WHERE ${equalities(embed.through ? 'j' : 'e', 't', embed.on)}`;
  const rows = `SELECT ${fields.join(', ')}\n      ${from}\n      ${where}`;
  if (!embed.many) return `(\n    SELECT to_json(r) FROM (\n      ${rows}\n    ) AS r\n  )`;
  const order = target.order.map(({ name }) => columnName('e', name)).join(', ');
  const ordered = `${rows}\n      ${order === '' ? '' : `ORDER BY ${order} `}LIMIT ${MOST_EMBEDDED}`;
  return `(\n    SELECT coalesce(json_agg(r), '[]') FROM (\n      ${ordered}\n    ) AS r\n  )`;
}

export function throughName({ schema, table }: { readonly schema: string; readonly table: string }): string {
  return quoteName([schema, table]);
}

export function equalities(theirs: string, ours: string, pairs: readonly Pair[]): string {
  return pairs.map((pair) => `${columnName(theirs, pair.theirs)} = ${columnName(ours, pair.ours)}`).join(' AND ');
}
