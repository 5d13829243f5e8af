// Files of goose, dbmate and node-pg-migrate hold both ways. Each way is read by itself, with the other as blank lines, so that
// the places of errors stay true.
import type { Direction } from './migration.js';

/** Lines that begin a way, by tool. */
const MARKS: readonly Readonly<Record<Direction, RegExp>>[] = [
  { up: /^--\s*\+goose\s+up\b/i, down: /^--\s*\+goose\s+down\b/i },
  { up: /^--\s*migrate:up\b/i, down: /^--\s*migrate:down\b/i },
  { up: /^--\s*up migration\b/i, down: /^--\s*down migration\b/i },
];

/** The text without the other way. A text without marks is the way up; it has none down, and that is undefined. */
export function oneWay(text: string, direction: Direction): string | undefined {
  const lines = text.split(/(?<=\n)/);
  const marks = MARKS.find(({ up }) => lines.some((line) => up.test(line)));
  if (!marks) return direction === 'up' ? text : undefined;
  if (direction === 'down' && !lines.some((line) => marks.down.test(line))) return undefined;
  let way: Direction | undefined;
  return lines
    .map((line) => {
      if (marks.up.test(line)) way = 'up';
      else if (marks.down.test(line)) way = 'down';
      return way === undefined || way === direction ? line : line.replaceAll(/[^\r\n]/g, ' ');
    })
    .join('');
}
