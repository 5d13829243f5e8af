// Where the reader of an expression stands.

export interface Cursor {
  /** Code points in `u` mode, UTF-16 units otherwise. */
  readonly characters: readonly string[];
  readonly unicode: boolean;
  at: number;
}

export function peek(cursor: Cursor): string {
  return cursor.characters[cursor.at] ?? '';
}

export function take(cursor: Cursor): string {
  const character = peek(cursor);
  cursor.at += 1;
  return character;
}

const LONGEST_TOKEN = 120;

/** The text that an expression finds here, which is then behind the cursor; an empty text where it finds none. */
export function takeMatch(cursor: Cursor, expression: RegExp): string {
  const ahead = cursor.characters.slice(cursor.at, cursor.at + LONGEST_TOKEN).join('');
  const found = expression.exec(ahead)?.[0] ?? '';
  cursor.at += cursor.unicode ? Array.from(found).length : found.length;
  return found;
}
