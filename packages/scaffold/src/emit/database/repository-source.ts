// The table of a repository: how its fields are read, filtered, sorted, embedded and written, as literals.

import { baseType } from '../../design/query-options.js';
import type { Design, Resource } from '../../design/resource.js';
import { changeableColumns, writableColumns } from '../../design/resource-schemas.js';
import type { Column, ColumnType } from '../../model/relation.js';
import { type Code, code, joinCode, key, NOTHING, str, templateText } from '../code.js';
import { columnName, embedQuery, filterCondition, readField, tableName } from './sql-of.js';

/** `'t.id = $1'`; a template where a text has lines, or quotes of its own. */
export function sql(text: string): Code {
  return /['\n]/.test(text) ? code`\`${templateText(text)}\`` : str(text);
}

function object(members: readonly Code[], indent: Code): Code {
  if (members.length === 0) return code`{}`;
  const lines = members.map((member) => code`${indent}  ${member},`);
  return code`{\n${joinCode(lines, '\n')}\n${indent}}`;
}

const TWO: Code = code`  `;

export function sourceLiteral(design: Design, resource: Resource): Code {
  const { relation, embeds, filters, sorts, order } = resource;
  const fields = relation.columns.map((column) => code`${key(column.name)}: ${sql(readField('t', column))}`);
  const inner = embeds.map((embed) => code`${key(embed.name)}: ${sql(embedQuery(design, embed))}`);
  const conditions = filters.map((filter) => {
    const [before, after] = filterCondition(filter);
    return code`${key(filter.parameter)}: (value) => \`${templateText(before)}\${value}${templateText(after)}\``;
  });
  const columns = sorts.map((column) => code`${key(column.name)}: ${orderLiteral(column)}`);
  return object(
    [
      code`table: ${sql(`${tableName(relation)} AS t`)}`,
      code`fields: ${object(fields, TWO)}`,
      code`embeds: ${object(inner, TWO)}`,
      code`filters: ${object(conditions, TWO)}`,
      code`sorts: ${object(columns, TWO)}`,
      code`order: [${joinCode(order.map(orderLiteral), ', ')}]`,
      ...(resource.key.length === 0 ? [code`counted: true`] : []),
    ],
    NOTHING,
  );
}

/** The value in a row and the text that PostgreSQL gives are the same, and a cast brings it back as it was. */
const SAME_AS_TEXT: ReadonlySet<ColumnType['kind']> = new Set([
  'integer',
  'bigint',
  'decimal',
  'text',
  'enum',
  'boolean',
  'uuid',
  'date',
]);

function orderLiteral(column: Column): Code {
  const nullable = column.nullable ? code`, nullable: true` : NOTHING;
  const field = SAME_AS_TEXT.has(baseType(column.type).kind) ? code`, field: ${str(column.name)}` : NOTHING;
  return code`{ column: ${sql(columnName('t', column.name))}, type: ${sql(column.type.sql)}${nullable}${field} }`;
}

export interface WriteTables {
  /** What a caller may give when a row is made; undefined where that is what may be changed, too. */
  readonly insertable: Code | undefined;
  readonly changeable: Code;
}

export function writeTables(resource: Resource): WriteTables {
  const changeable = changeableColumns(resource);
  const rest = writableColumns(resource).filter((column) => !changeable.includes(column));
  const shared = changeable.length > 0 ? [code`...changeable`] : [];
  return {
    insertable: rest.length === 0 ? undefined : object([...rest.map(writeMember), ...shared], NOTHING),
    changeable: object(changeable.map(writeMember), NOTHING),
  };
}

function writeMember(column: Column): Code {
  return code`${key(column.name)}: ${writeLiteral(column)}`;
}

function writeLiteral({ type }: Column): Code {
  const base = baseType(type);
  if (base.kind === 'json') return code`{ json: ${sql(type.sql)} }`;
  if (base.kind === 'bytes') return code`(value) => \`decode(\${value}, 'base64')\``;
  if (base.kind === 'composite')
    return code`{ json: (value) => \`json_populate_record(NULL::${templateText(base.sql)}, \${value})\` }`;
  if (base.kind === 'array' && baseType(base.item).kind === 'composite') {
    const item = templateText(baseType(base.item).sql);
    return code`{ json: (value) => \`coalesce((SELECT array_agg(r) FROM json_populate_recordset(NULL::${item}, \${value}) AS r), '{}')\` }`;
  }
  return sql(type.sql);
}

/** The table of another repository, by the name of its row: no two are alike. */
export function sourceAlias({ names }: Resource): string {
  return `sourceOf${names.row}`;
}
