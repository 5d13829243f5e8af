// `-- renamed from: old` in a schema file, beside a column or above what is created.
import { splitSql } from '@senior-backend/core/postgres/sql/split';
import { parseQualified } from '../plan/parse-qualified.js';
import type { SqlFile } from '../read/files/schema-source.js';

const NAME = String.raw`(?:"(?:[^"]|"")+"|[A-Za-z_][\w$]*)`;
const QUALIFIED = String.raw`${NAME}(?:\.${NAME})?`;
const COMMENT = new RegExp(String.raw`^(.*?)--\s*renamed from:\s*(${QUALIFIED})\s*$`, 'gim');
const CREATE = new RegExp(
  String.raw`^create\s+(?:(?:unlogged\s+|foreign\s+)?table|sequence|type|domain)\s+(?:if\s+not\s+exists\s+)?(${QUALIFIED})`,
  'i',
);
const FIRST_NAME = new RegExp(String.raw`^[\s(,]*(${NAME})`);

/** In the words of `--rename`: `public.users.mail=email`. A comment that stands by neither gives nothing. */
export function renameComments(file: SqlFile): readonly string[] {
  const statements = splitSql(file.text).pieces.filter((piece) => piece.kind === 'sql');
  return [...file.text.matchAll(COMMENT)].flatMap((match) => {
    const [line = '', before = '', old = ''] = match;
    const end = match.index + line.length;
    const inside = statements.find(
      ({ offset, text }) => offset <= match.index + before.length && end <= offset + text.length,
    );
    const statement = inside ?? statements.find(({ offset }) => offset >= end);
    const created = CREATE.exec(statement?.text ?? '')?.[1];
    if (created === undefined) return [];
    const [schema = 'public', name = ''] = qualified(created);
    if (!inside) {
      const from = parseQualified(old).length > 1 ? qualified(old) : [schema, unquoted(old)];
      return [`${from.join('.')}=${from[0] === schema ? name : `${schema}.${name}`}`];
    }
    const column = FIRST_NAME.exec(before.trim() === '' ? file.text.slice(end) : before)?.[1];
    return column === undefined ? [] : [`${[schema, name, unquoted(old)].join('.')}=${unquoted(column)}`];
  });
}

function qualified(name: string): readonly string[] {
  const parts = parseQualified(name).map((part, index) =>
    name.includes('"') ? part : (parseQualified(name)[index] ?? '').toLowerCase(),
  );
  return parts.length === 1 ? ['public', ...parts] : parts;
}

function unquoted(name: string): string {
  return name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name.toLowerCase();
}
