// Which tables and views of a database an API is wanted for: by schema and glob, asked where there are very many.

import type { Session } from '@senior-backend/core/postgres/session';
import type { ToolContext } from '@senior-backend/core/tool/tool';
import { scaffoldError } from '../../codes.js';

export interface Choice {
  readonly schemas: readonly string[] | undefined;
  readonly tables: readonly string[] | undefined;
}

/** An API of more tables than this was hardly meant: somebody pointed at a warehouse. */
export const MANY_RELATIONS = 200;

interface RelationRow {
  readonly schema: string;
  readonly name: string;
}

const RELATIONS = `
  SELECT n.nspname AS schema, c.relname AS name
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
  WHERE c.relkind IN ('r', 'p', 'f', 'v', 'm') AND NOT c.relispartition
    AND NOT EXISTS (SELECT FROM pg_depend m WHERE m.classid = 'pg_class'::regclass AND m.objid = c.oid AND m.deptype = 'e')
  ORDER BY n.nspname, c.relname`;

/**
 * The relations that an API is made for. Throws SCAF310 where none fits, SCAF311 where there are very many, none is named,
 * and nobody can be asked.
 */
export async function chooseRelations(
  session: Session,
  choice: Choice,
  asks: Pick<ToolContext<unknown>, 'interactive' | 'say' | 'env'>,
): Promise<(schema: string, name: string) => boolean> {
  const all = await session.query<RelationRow>(RELATIONS);
  let { tables } = choice;
  let chosen = all.filter(({ schema, name }) => fits(choice.schemas, tables, schema, name));
  if (chosen.length > MANY_RELATIONS && tables === undefined) {
    tables = await askForTables(session.database, chosen, asks);
    chosen = chosen.filter(({ schema, name }) => fits(choice.schemas, tables, schema, name));
  }
  if (chosen.length === 0) throw noneFits(session.database, choice, tables, all);
  const wanted = new Set(chosen.map(({ schema, name }) => JSON.stringify([schema, name])));
  return (schema, name) => wanted.has(JSON.stringify([schema, name]));
}

async function askForTables(
  database: string,
  chosen: readonly RelationRow[],
  { interactive, say, env }: Pick<ToolContext<unknown>, 'interactive' | 'say' | 'env'>,
): Promise<readonly string[]> {
  const examples = `such as ${chosen
    .slice(0, 3)
    .map(({ name }) => name)
    .join(', ')}`;
  if (interactive) {
    await say(`${database} has ${chosen.length} tables and views, ${examples}.`);
    await say('Which of them? Globs, separated by spaces; * for all:');
    const answer = ((await env.stdin.readLine()) ?? '').trim();
    if (answer !== '') return answer.split(/[\s,]+/);
  }
  throw scaffoldError('SCAF311', {
    message: `${database} has ${chosen.length} tables and views, ${examples}`,
    help: "say which: --table 'order*' --table customers, or --table '*' for all",
  });
}

function noneFits(database: string, choice: Choice, tables: Choice['tables'], all: readonly RelationRow[]): Error {
  const asked = [
    ...(choice.schemas ?? []).map((schema) => `--schema ${schema}`),
    ...(tables ?? []).map((table) => `--table ${table}`),
  ].join(' ');
  const schemas = [...new Set(all.map(({ schema }) => schema))];
  return scaffoldError('SCAF310', {
    message: asked === '' ? `${database} has no tables and no views` : `nothing in ${database} fits ${asked}`,
    help:
      all.length === 0
        ? 'is it the right database? create the tables first'
        : `it has ${all.length} tables and views in ${schemas.slice(0, 5).join(', ')}`,
  });
}

/** A table is named as `orders`, `sales.orders`, `order*`; `*` and `?` are globs, everything else is itself. */
function fits(schemas: Choice['schemas'], tables: Choice['tables'], schema: string, name: string): boolean {
  if (schemas !== undefined && !schemas.some((glob) => matches(glob, schema))) return false;
  return tables === undefined || tables.some((glob) => matches(glob, name) || matches(glob, `${schema}.${name}`));
}

function matches(glob: string, text: string): boolean {
  const source = [...glob].map((character) =>
    character === '*' ? '.*' : character === '?' ? '.' : character.replace(/[\\^$+.()|[\]{}]/, '\\$&'),
  );
  return new RegExp(`^${source.join('')}$`, 'su').test(text);
}
