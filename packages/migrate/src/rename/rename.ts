// A rename: declared by the user, or one that changes nothing but a name.
import type { Catalog } from '@senior-backend/core/postgres/catalog';
import { objectId } from '@senior-backend/core/postgres/catalog/object-id';
import { quoteIdentifier, quoteName } from '@senior-backend/core/postgres/sql/quote';
import { finishStatement, type Statement } from '../plan/statement.js';

export interface Rename {
  readonly kind: 'table' | 'column' | 'constraint' | 'index' | 'sequence';
  /** As the object is called before. */
  readonly from: readonly string[];
  /** Its last name afterwards. */
  readonly to: string;
}

/** Names of the object after the rename. */
export function renamed({ from, to }: Rename): readonly string[] {
  return [...from.slice(0, -1), to];
}

export function renameStatement(rename: Rename): Statement {
  return finishStatement(
    { sql: renameSql(rename.kind, rename.from, rename.to), lock: lockOf(rename.kind) },
    objectId(rename.kind, renamed(rename)),
  );
}

/** The way back. */
export function renameBack(rename: Rename): Statement {
  const sql = renameSql(rename.kind, renamed(rename), rename.from.at(-1) ?? '');
  return finishStatement({ sql, lock: lockOf(rename.kind) }, objectId(rename.kind, rename.from));
}

function renameSql(kind: Rename['kind'], from: readonly string[], to: string): string {
  const [schema = '', name = '', part = ''] = from;
  const relation = quoteName([schema, name]);
  switch (kind) {
    case 'table':
      return `ALTER TABLE ${relation} RENAME TO ${quoteIdentifier(to)}`;
    case 'column':
      return `ALTER TABLE ${relation} RENAME COLUMN ${quoteIdentifier(part)} TO ${quoteIdentifier(to)}`;
    case 'constraint':
      return `ALTER TABLE ${relation} RENAME CONSTRAINT ${quoteIdentifier(part)} TO ${quoteIdentifier(to)}`;
    case 'index':
      return `ALTER INDEX ${relation} RENAME TO ${quoteIdentifier(to)}`;
    case 'sequence':
      return `ALTER SEQUENCE ${relation} RENAME TO ${quoteIdentifier(to)}`;
    default:
      return kind satisfies never;
  }
}

function lockOf(kind: Rename['kind']): Statement['lock'] {
  if (kind === 'sequence') return null;
  return kind === 'index' ? 'SHARE UPDATE EXCLUSIVE' : 'ACCESS EXCLUSIVE';
}

/**
 * `public.users.mail=email`, `users.mail=email`, `public.users=people`, `users=people`. Undefined where no such table or
 * column is there; `done` where it has the new name already.
 */
export function parseRename(text: string, before: Catalog): Rename | 'done' | undefined {
  const [left = '', right = ''] = text.split('=');
  const from = left.split('.').map((name) => name.trim());
  const to = right.split('.').at(-1)?.trim() ?? '';
  const has = (kind: 'table' | 'column', names: readonly string[]): boolean => before.facts.has(objectId(kind, names));
  const candidates: readonly Rename[] = [
    { kind: 'column', from: from.length === 2 ? ['public', ...from] : from, to },
    { kind: 'table', from: from.length === 1 ? ['public', ...from] : from, to },
  ];
  const fitting = candidates.filter((one) => one.from.length === (one.kind === 'table' ? 2 : 3));
  const found = fitting.find(
    (one) =>
      has(one.kind === 'table' ? 'table' : 'column', one.from) &&
      !has(one.kind === 'table' ? 'table' : 'column', renamed(one)),
  );
  if (found) return found;
  return fitting.some((one) => has(one.kind === 'table' ? 'table' : 'column', renamed(one))) ? 'done' : undefined;
}
