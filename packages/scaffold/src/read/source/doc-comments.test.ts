import { expect, test } from 'vitest';
import { comment } from '../../emit/code.js';
import { parseDocComment } from './doc-comments.js';

/** What the printer of comments makes of a text, read back. */
function readBack(text: string): string | undefined {
  return parseDocComment(comment([text]).trim().slice('/**'.length, -'*/'.length)).text;
}

const LONG = 'word '.repeat(45).trim();

test.each([
  ['a line that is too long', LONG],
  ['one word that is too long', 'w'.repeat(140)],
  ['lines of their own', `short\nshort too\n\n${LONG}\nand more`],
  ['an indented line that is too long, and one behind it', `- a\n  - ${LONG}\n  - b`],
  ['what would end the comment', 'a */ b'],
])('%s comes back as it was', (_, text) => {
  expect(readBack(text)).toBe(text);
});
