// A rename: declared by the user, or one that changes nothing but a name. To another schema it is a move.
import type { Catalog, ObjectId } from '@senior-backend/core/postgres/catalog';
import { objectId } from '@senior-backend/core/postgres/catalog/object-id';
import { quoteIdentifier, quoteName } from '@senior-backend/core/postgres/sql/quote';
import { finishStatement, type Statement } from '../plan/statement.js';

export interface Rename {
  readonly kind: RenamedKind;
  /** As the object is called before. */
  readonly from: readonly string[];
  /** Its last name afterwards. */
  readonly to: string;
  /** The schema that it moves to, where that is another one. */
  readonly schema?: string;
  /** That schema is not there yet. */
  readonly makesSchema?: true;
}

/** What PostgreSQL renames, with its word for it. What can move to another schema is declared; the others follow their table. */
const KEYWORDS = {
  table: 'TABLE',
  sequence: 'SEQUENCE',
  enum: 'TYPE',
  composite: 'TYPE',
  range: 'TYPE',
  domain: 'DOMAIN',
  column: 'COLUMN',
  constraint: 'CONSTRAINT',
  index: 'INDEX',
} as const;
type RenamedKind = keyof typeof KEYWORDS;

/** Those that a user may declare, in the order in which a name is looked up. */
const DECLARED = ['column', 'table', 'sequence', 'enum', 'composite', 'range', 'domain'] as const;

/** Names of the object after the rename. */
export function renamed({ from, to, schema }: Rename): readonly string[] {
  return schema === undefined ? [...from.slice(0, -1), to] : [schema, to];
}

/** Sizes of tables by the names that they have after the renames. */
export function renamedRows(rows: ReadonlyMap<ObjectId, number>, renames: readonly Rename[]): Map<ObjectId, number> {
  const known = new Map(rows);
  for (const rename of renames.filter(({ kind }) => kind === 'table')) {
    const from = objectId('table', rename.from);
    const count = known.get(from);
    known.delete(from);
    if (count !== undefined) known.set(objectId('table', renamed(rename)), count);
  }
  return known;
}

export function renameStatements(rename: Rename): readonly Statement[] {
  const { kind, from, to, schema, makesSchema } = rename;
  const moved = schema === undefined ? from : [schema, from[1] ?? ''];
  const names = renamed(rename);
  return [
    ...(makesSchema
      ? [finishStatement({ sql: `CREATE SCHEMA ${quoteIdentifier(schema ?? '')}` }, objectId(kind, names))]
      : []),
    ...(schema === undefined ? [] : [finished(moveSql(kind, from, schema), kind, names)]),
    ...(moved.at(-1) === to ? [] : [finished(renameSql(kind, moved, to), kind, names)]),
  ];
}

/** The way back. */
export function renameBack(rename: Rename): readonly Statement[] {
  const { kind, from, schema, makesSchema } = rename;
  const [there, name] = [renamed(rename), from.at(-1) ?? ''];
  return [
    ...(there.at(-1) === name ? [] : [finished(renameSql(kind, there, name), kind, from)]),
    ...(schema === undefined ? [] : [finished(moveSql(kind, [schema, name], from[0] ?? ''), kind, from)]),
    ...(makesSchema
      ? [finishStatement({ sql: `DROP SCHEMA ${quoteIdentifier(schema ?? '')}` }, objectId(kind, from))]
      : []),
  ];
}

function finished(sql: string, kind: RenamedKind, names: readonly string[]): Statement {
  return finishStatement({ sql, lock: lockOf(kind) }, objectId(kind, names));
}

function moveSql(kind: RenamedKind, from: readonly string[], schema: string): string {
  return `ALTER ${KEYWORDS[kind]} ${quoteName(from)} SET SCHEMA ${quoteIdentifier(schema)}`;
}

function renameSql(kind: RenamedKind, from: readonly string[], to: string): string {
  const [schema = '', name = '', part = ''] = from;
  const relation = quoteName([schema, name]);
  if (kind === 'column' || kind === 'constraint')
    return `ALTER TABLE ${relation} RENAME ${KEYWORDS[kind]} ${quoteIdentifier(part)} TO ${quoteIdentifier(to)}`;
  return `ALTER ${KEYWORDS[kind]} ${relation} RENAME TO ${quoteIdentifier(to)}`;
}

function lockOf(kind: RenamedKind): Statement['lock'] {
  if (kind === 'index') return 'SHARE UPDATE EXCLUSIVE';
  return kind === 'table' || kind === 'column' || kind === 'constraint' ? 'ACCESS EXCLUSIVE' : null;
}

/**
 * `public.users.mail=email`, `users.mail=email`, `public.users=people`, `users=app.people`, `state=order_state`. Undefined
 * where nothing of that name is there; `done` where it has the new name already.
 */
export function parseRename(text: string, before: Catalog): Rename | 'done' | undefined {
  const [left = '', right = ''] = text.split('=');
  const from = left.split('.').map((name) => name.trim());
  const to = right.split('.').map((name) => name.trim());
  const has = (kind: RenamedKind, names: readonly string[]): boolean => before.facts.has(objectId(kind, names));
  const fitting = DECLARED.flatMap((kind) => candidate(kind, from, to));
  const found = fitting.find((one) => has(one.kind, one.from) && !has(one.kind, renamed(one)));
  if (!found) return fitting.some((one) => has(one.kind, renamed(one))) ? 'done' : undefined;
  const { schema } = found;
  const isThere = schema === undefined || before.facts.has(objectId('schema', [schema]));
  return isThere ? found : { ...found, makesSchema: true };
}

/** Names without a schema are of `public`, and what has one name on the right stays in its schema. */
function candidate(
  kind: (typeof DECLARED)[number],
  left: readonly string[],
  right: readonly string[],
): readonly Rename[] {
  const length = kind === 'column' ? 3 : 2;
  const from = left.length === length - 1 ? ['public', ...left] : left;
  if (from.length !== length) return [];
  const to = right.at(-1) ?? '';
  const [schema = ''] = right;
  const moves = kind !== 'column' && right.length === 2 && schema !== from[0];
  return [moves ? { kind, from, to, schema } : { kind, from, to }];
}
