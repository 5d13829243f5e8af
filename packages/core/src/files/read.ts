import { readFile } from 'node:fs/promises';
import { coreError, type ToolError } from '../errors/tool-error.js';

/** The coded error behind a failed read. */
export function readFileError(path: string, cause: unknown): ToolError {
  const code = (cause as NodeJS.ErrnoException).code;
  if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'ERR_MODULE_NOT_FOUND') {
    return coreError('CORE101', {
      message: `no such file: ${path}`,
      help: 'check the path; it is relative to the current folder',
      cause,
    });
  }
  const reason = code === 'EISDIR' ? 'it is a folder' : code === 'EACCES' ? 'permission denied' : String(code ?? cause);
  return coreError('CORE102', {
    message: `cannot read ${path}: ${reason}`,
    help: 'check the permissions, and that it is a file',
    cause,
  });
}

/** A file's text. Throws CORE101 or CORE102. A byte order mark is left out. */
export async function readTextFile(path: string): Promise<string> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw readFileError(path, cause);
  });
  return text.startsWith('\ufeff') ? text.slice(1) : text;
}
