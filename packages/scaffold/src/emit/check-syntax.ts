import { locate } from '@senior-backend/core/errors/diagnostic';
import type { OutputFile } from '@senior-backend/core/files/output-file';
import { parseSync } from 'oxc-parser';
import { scaffoldError } from '../codes.js';

/** Throws SCAF901 for a file that does not parse: nothing that is broken, or that a spec broke out of, is ever written. */
export function checkSyntax(files: readonly OutputFile[]): void {
  for (const { path, content } of files) {
    const [error] = parseSync(path, content).errors;
    if (!error) continue;
    const at = error.labels[0]?.start;
    throw scaffoldError('SCAF901', {
      message: `${path} would not parse: ${error.message}`,
      at: at === undefined ? { file: path } : locate(path, content, at),
      help: 'nothing was written; please report it with the spec',
    });
  }
}
