// A text as it is after it has stood in a documentation comment: what a comment cannot hold is gone on both sides.
import { comment } from '../emit/code.js';
import { line, prose } from '../emit/doc-text.js';
import { parseDocComment } from '../read/source/doc-comments.js';

/** Undefined for a text that says nothing. */
export function canonicalText(text: string | undefined): string | undefined {
  let known = text;
  // A line that looks as if it had been broken is joined to the next, which may make another one look so.
  for (let turn = 0; turn < MOST_TURNS; turn += 1) {
    const next = onceCommented(known);
    if (next === known) break;
    known = next;
  }
  return known;
}

const MOST_TURNS = 20;

function onceCommented(text: string | undefined): string | undefined {
  const printed = comment(prose(text));
  return printed === '' ? undefined : parseDocComment(printed.trimEnd().slice(3, -2)).text;
}

export function canonicalLine(text: string | undefined): string | undefined {
  return text === undefined ? undefined : canonicalText(line(text));
}
