// What a repository does with a join table: list what is linked, link, unlink.
import { quoteIdentifier } from '@senior-backend/core/postgres/sql/quote';
import type { Design, Link, Resource } from '../../design/resource.js';
import { type Code, code, ident, joinCode, str, templateText } from '../code.js';
import { member } from './member.js';
import { sourceAlias } from './repository-source.js';
import { columnName, equalities, throughName } from './sql-of.js';

export function linkFunctions(design: Design, resource: Resource, link: Link): readonly Code[] {
  const target = design.byId.get(link.embed.target);
  if (!target) return [];
  const { operations, embed } = link;
  const join = throughName(embed.through);
  const near = embed.on.map(({ theirs, ours }) => {
    const part = resource.key.find(({ column }) => column.name === ours);
    return { name: theirs, parameter: part?.parameter ?? '', type: part?.column.type.sql ?? 'text' };
  });
  const far = link.key.map(({ joinColumn, parameter, column }) => ({
    name: joinColumn,
    parameter,
    type: column.type.sql,
  }));
  const within = joinCode(
    near.map(
      ({ name, parameter, type }) =>
        code`${templateText(`${columnName('j', name)} = `)}\${parameter(${member(code`key`, parameter)})}${templateText(`::${type}`)}`,
    ),
    ' AND ',
  );
  const both = [...near, ...far];
  const values = joinCode(
    both.map(({ parameter }) => member(code`key`, parameter)),
    ', ',
  );
  const columns = both.map(({ name }) => quoteIdentifier(name)).join(', ');
  const given = both.map(({ type }, index) => `$${index + 1}::${type}`).join(', ');
  const condition = both
    .map(({ name, type }, index) => `${columnName('j', name)} = $${index + 1}::${type}`)
    .join(' AND ');
  const targetSource = target.relation === resource.relation ? code`source` : ident(sourceAlias(target));
  const path = (operation: string): Code => code`Operations[${str(operation)}]['path']`;
  return [
    code`export function ${ident(operations.list)}(
  db: Database,
  key: ${path(operations.list)},
  query: Operations[${str(operations.list)}]['query'],
): Promise<Page<${ident(target.names.selection)}>> {
  return list(
    db,
    ${targetSource},
    query,
    (parameter) => \`EXISTS (
      SELECT 1 FROM ${templateText(`${join} AS j`)}
      WHERE ${templateText(equalities('t', 'j', embed.through.on))} AND ${within}
    )\`,
  );
}`,
    code`/** Does nothing where the link is there already. */
export async function ${ident(operations.link)}(
  db: Database,
  key: ${path(operations.link)},
): Promise<void> {
  await db.query(
    \`INSERT INTO ${templateText(`${join} (${columns})`)}
     VALUES (${templateText(given)})
     ON CONFLICT DO NOTHING\`,
    [${values}],
  );
}`,
    code`/** False where there is no such link. */
export async function ${ident(operations.unlink)}(
  db: Database,
  key: ${path(operations.unlink)},
): Promise<boolean> {
  const rows = await db.query(
    \`DELETE FROM ${templateText(`${join} AS j`)}
     WHERE ${templateText(condition)}
     RETURNING 1\`,
    [${values}],
  );
  return rows.length > 0;
}`,
  ];
}
