// The connected schema as it is after renames. PostgreSQL does them, on a scratch copy: names stand in views, checks and
// defaults, and nobody else knows where.
import type { Catalog } from '@senior-backend/core/postgres/catalog';
import { factsOf, objectId } from '@senior-backend/core/postgres/catalog/object-id';
import { readCatalog } from '@senior-backend/core/postgres/catalog/read-catalog';
import { isServerError } from '@senior-backend/core/postgres/session';
import { quoteName } from '@senior-backend/core/postgres/sql/quote';
import { migrateError } from '../codes.js';
import { planMigration } from '../plan/plan-migration.js';
import { applyPlan } from '../scratch/apply-plan.js';
import type { Scratch } from '../scratch/scratch.js';
import { parseRename, type Rename, renamed, renameStatements } from './rename.js';
import { sameButNamed } from './same-but-named.js';

export interface Renamed {
  readonly before: Catalog;
  /** In the order in which they have to run. */
  readonly renames: readonly Rename[];
}

export interface RenameInput {
  readonly before: Catalog;
  readonly after: Catalog;
  readonly scratch: Scratch;
  /** `--rename`: what is not there is an error. */
  readonly declared: readonly string[];
  /** From comments in the schema: what is not there was done before. */
  readonly comments: readonly string[];
  /** What of a catalogue is compared. */
  readonly narrow: (catalog: Catalog) => Catalog;
}

/** Throws MIG114 for a `--rename` of what is not there, or to what the other side does not have. */
export async function withRenames(input: RenameInput): Promise<Renamed> {
  const { before, after, narrow, scratch } = input;
  const declared = chosen(input);
  if (declared.length === 0 && sameButNamed(before, after).length === 0) return { before, renames: [] };
  const copy = await scratch.create();
  return scratch.use(copy, async (session) => {
    const read = async (): Promise<Catalog> => ({ ...narrow(await readCatalog(session)), role: before.role });
    await applyPlan(session, planMigration(await read(), before).statements);
    const done: Rename[] = [];
    for (const rename of declared) {
      for (const { sql } of renameStatements(rename)) await session.execute(sql);
      done.push(rename);
    }
    // A name that something else still holds is left to the plan, which drops and creates in order.
    for (const rename of sameButNamed(declared.length === 0 ? before : await read(), after)) {
      const sql = renameStatements(rename).map((statement) => statement.sql);
      const worked = await session.execute(sql.join(';')).then(
        () => true,
        (error: unknown) => {
          if (isServerError(error)) return false;
          throw error;
        },
      );
      if (worked) done.push(rename);
    }
    return done.length === 0 ? { before, renames: [] } : { before: await read(), renames: done };
  });
}

function chosen({ before, after, declared, comments }: RenameInput): readonly Rename[] {
  const tables = [...declared, ...comments]
    .map((text) => parseRename(text, before))
    .filter((rename): rename is Rename => rename !== undefined && rename !== 'done' && rename.kind === 'table');
  const read = (text: string): Rename | 'done' | undefined =>
    parseRename(text, before) ?? parseRename(underOldTable(text, tables), before);
  const asked = declared.map((text) => {
    const rename = read(text);
    if (rename !== undefined) return rename;
    throw migrateError('MIG114', {
      message: `--rename ${text}: there is no such table, column, sequence or type`,
      help: likely(text, before) ?? 'write it as old=new: public.users.mail=email, or public.users=people',
    });
  });
  const renames = [...asked, ...comments.map(read)].filter(
    (rename): rename is Rename => rename !== undefined && rename !== 'done',
  );
  for (const [at, rename] of asked.entries())
    if (rename !== 'done') requireTarget(declared[at] ?? '', rename, tables, after);
  // Columns first: a renamed table would be known by its new name.
  return oncePerSchema([
    ...renames.filter(({ kind }) => kind === 'column'),
    ...renames.filter(({ kind }) => kind !== 'column'),
  ]);
}

/** A schema is made by the first that moves there. */
function oncePerSchema(renames: readonly Rename[]): readonly Rename[] {
  const made = new Set<string>();
  return renames.map(({ makesSchema, ...rename }) => {
    const { schema } = rename;
    if (!makesSchema || schema === undefined || made.has(schema)) return rename;
    made.add(schema);
    return { ...rename, makesSchema };
  });
}

/** A column that was given without its table. */
function likely(text: string, before: Catalog): string | undefined {
  const [left = '', right = ''] = text.split('=');
  const columns = factsOf(before, 'column').filter(({ names }) => names[2] === left);
  const flags = columns.slice(0, 3).map(({ names }) => `--rename ${names.join('.')}=${right}`);
  return flags.length === 0 ? undefined : `is it a column? ${flags.join(' or ')}`;
}

/** What is renamed to a name that the desired schema does not have would be dropped under it, with its rows. */
function requireTarget(text: string, rename: Rename, tables: readonly Rename[], after: Catalog): void {
  const [schema = '', table = '', ...rest] = renamed(rename);
  const moved = tables.find(({ from }) => rename.kind === 'column' && from[0] === schema && from[1] === table);
  const names = moved ? [...renamed(moved), ...rest] : [schema, table, ...rest];
  if (after.facts.has(objectId(rename.kind, names))) return;
  throw migrateError('MIG114', {
    message: `--rename ${text}: the desired schema has no ${rename.kind} ${quoteName(names)}`,
    help: 'give the name that stands in the desired schema on the right: --rename public.users.mail=email',
  });
}

/** A column of a renamed table may be given under the table's new name: that is what stands in the schema file. */
function underOldTable(text: string, tables: readonly Rename[]): string {
  const table = tables.find(
    (rename) => text.startsWith(`${renamed(rename).join('.')}.`) || text.startsWith(`${rename.to}.`),
  );
  if (!table) return text;
  const rest = text.slice(text.startsWith(`${table.to}.`) ? table.to.length : renamed(table).join('.').length);
  return `${table.from.join('.')}${rest}`;
}
