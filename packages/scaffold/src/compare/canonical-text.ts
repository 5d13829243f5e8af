// A text as it is after it has stood in a documentation comment: what a comment cannot hold is gone on both sides.
import { comment } from '../emit/code.js';
import { line, prose } from '../emit/doc-text.js';
import { parseDocComment } from '../read/source/doc-comments.js';

/** Undefined for a text that says nothing. */
export function canonicalText(text: string | undefined): string | undefined {
  const printed = comment(prose(text));
  return printed === '' ? undefined : parseDocComment(printed.trimEnd().slice(3, -2)).text;
}

export function canonicalLine(text: string | undefined): string | undefined {
  return text === undefined ? undefined : canonicalText(line(text));
}
