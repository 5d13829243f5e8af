// What a repository does with a join table: list what is linked, link, unlink.
import { quoteIdentifier } from '@senior-backend/core/postgres/sql/quote';
import type { Design, Link, Resource } from '../../design/resource.js';
import { type Code, code, ident, joinCode, str, templateText } from '../code.js';
import { member } from './member.js';
import { sourceAlias } from './repository-source.js';
import { columnName, equalities, throughName } from './sql-of.js';

/** A column of the join table, and what a caller gives for it. */
interface JoinColumn {
  readonly name: string;
  readonly parameter: string;
  /** As SQL has it. */
  readonly type: string;
}

interface JoinTable {
  readonly link: Link;
  /** Quoted. */
  readonly name: string;
  /** Those that point to the row of the path, and those that point to what is linked with it. */
  readonly near: readonly JoinColumn[];
  readonly far: readonly JoinColumn[];
}

export function linkFunctions(design: Design, resource: Resource, link: Link): readonly Code[] {
  const target = design.byId.get(link.embed.target);
  if (!target) return [];
  const join = joinTable(resource, link);
  const source = target.relation === resource.relation ? code`source` : ident(sourceAlias(target));
  return [listFunction(join, source, target.names.selection), linkFunction(join), unlinkFunction(join)];
}

function joinTable(resource: Resource, link: Link): JoinTable {
  const near = link.embed.on.map(({ theirs, ours }) => {
    const part = resource.key.find(({ column }) => column.name === ours);
    return { name: theirs, parameter: part?.parameter ?? '', type: part?.column.type.sql ?? 'text' };
  });
  const far = link.key.map(({ joinColumn, parameter, column }) => ({
    name: joinColumn,
    parameter,
    type: column.type.sql,
  }));
  return { link, name: throughName(link.embed.through), near, far };
}

function pathOf(operation: string): Code {
  return code`Operations[${str(operation)}]['path']`;
}

function listFunction({ link, name, near }: JoinTable, source: Code, row: string): Code {
  const { list } = link.operations;
  const conditions = near.map((column) => {
    const before = templateText(`${columnName('j', column.name)} = `);
    const value = code`\${parameter(${member(code`key`, column.parameter)})}`;
    return code`${before}${value}${templateText(`::${column.type}`)}`;
  });
  return code`export function ${ident(list)}(
  db: Database,
  key: ${pathOf(list)},
  query: Operations[${str(list)}]['query'],
): Promise<Page<${ident(row)}>> {
  return list(
    db,
    ${source},
    query,
    (parameter) => \`EXISTS (
      SELECT 1 FROM ${templateText(`${name} AS j`)}
      WHERE ${templateText(equalities('t', 'j', link.embed.through.on))} AND ${joinCode(conditions, ' AND ')}
    )\`,
  );
}`;
}

function linkFunction({ link, name, near, far }: JoinTable): Code {
  const columns = [...near, ...far];
  const names = columns.map((column) => quoteIdentifier(column.name)).join(', ');
  const given = columns.map(({ type }, index) => `$${index + 1}::${type}`).join(', ');
  return code`/** Does nothing where the link is there already. */
export async function ${ident(link.operations.link)}(
  db: Database,
  key: ${pathOf(link.operations.link)},
): Promise<void> {
  await db.query(
    \`INSERT INTO ${templateText(`${name} (${names})`)}
     VALUES (${templateText(given)})
     ON CONFLICT DO NOTHING\`,
    [${valuesOf(columns)}],
  );
}`;
}

function unlinkFunction({ link, name, near, far }: JoinTable): Code {
  const columns = [...near, ...far];
  const condition = columns
    .map((column, index) => `${columnName('j', column.name)} = $${index + 1}::${column.type}`)
    .join(' AND ');
  return code`/** False where there is no such link. */
export async function ${ident(link.operations.unlink)}(
  db: Database,
  key: ${pathOf(link.operations.unlink)},
): Promise<boolean> {
  const rows = await db.query(
    \`DELETE FROM ${templateText(`${name} AS j`)}
     WHERE ${templateText(condition)}
     RETURNING 1\`,
    [${valuesOf(columns)}],
  );
  return rows.length > 0;
}`;
}

function valuesOf(columns: readonly JoinColumn[]): Code {
  return joinCode(
    columns.map(({ parameter }) => member(code`key`, parameter)),
    ', ',
  );
}
