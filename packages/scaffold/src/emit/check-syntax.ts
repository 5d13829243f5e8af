import { locate } from '@senior-backend/core/errors/diagnostic';
import type { OutputFile } from '@senior-backend/core/files/output-file';
import { transformSync } from 'oxc-transform';
import { scaffoldError } from '../codes.js';

/** Characters that are parsed at a time: a tree takes about thirty times the room of its text. */
const PIECE_LENGTH = 200_000;

/** Throws SCAF901 for a file that does not parse: nothing that is broken, or that a spec broke out of, is ever written. */
export function checkSyntax(files: readonly OutputFile[]): void {
  for (const { path, content } of files) {
    if (!path.endsWith('.ts')) continue;
    let start = 0;
    for (const piece of piecesOf(content)) {
      // What reports the same faults as the parser, and does not hand its tree over: a quarter of the time.
      const [error] = transformSync(path, piece).errors;
      if (error) throw broken(path, content, error.message, start + (error.labels[0]?.start ?? 0));
      start += piece.length;
    }
  }
}

/** Runs of whole declarations. Where each parses by itself, all of them parse together. */
function piecesOf(content: string): readonly string[] {
  const pieces: string[] = [];
  let from = 0;
  while (content.length - from > PIECE_LENGTH) {
    const cut = content.indexOf('\n\nexport ', from + PIECE_LENGTH);
    if (cut === -1) break;
    pieces.push(content.slice(from, cut));
    from = cut;
  }
  return [...pieces, content.slice(from)];
}

function broken(path: string, content: string, message: string, offset: number): Error {
  return scaffoldError('SCAF901', {
    message: `${path} would not parse: ${message}`,
    at: locate(path, content, offset),
    help: 'nothing was written; please report it with the spec',
  });
}
