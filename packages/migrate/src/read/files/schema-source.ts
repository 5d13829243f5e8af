// Where a desired schema comes from: a file, a folder of files, a snapshot, or a database.
import { readdir, stat } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { readFileError, readTextFile } from '@senior-backend/core/files/read';
import type { Catalog } from '@senior-backend/core/postgres/catalog';

export interface SqlFile {
  /** As the user would write it, relative to the current folder. */
  readonly path: string;
  readonly text: string;
}

export type SchemaSource =
  | { readonly kind: 'files'; readonly files: readonly SqlFile[] }
  | { readonly kind: 'database'; readonly url: string }
  | { readonly kind: 'snapshot'; readonly catalog: Catalog };

/** Throws CORE101 or CORE102 for a path that cannot be read, MIG116 for a snapshot that is none. */
export async function readSchemaSource(text: string, cwd: string): Promise<SchemaSource> {
  if (/^postgres(ql)?:\/\//.test(text) || /^\s*[a-z_]+\s*=/.test(text)) return { kind: 'database', url: text };
  const path = resolve(cwd, text);
  const stats = await stat(path).catch((cause: unknown) => {
    throw readFileError(text, cause);
  });
  if (stats.isFile() && path.endsWith('.json')) {
    const { readSnapshot } = await import('../snapshot.js');
    return { kind: 'snapshot', catalog: readSnapshot(shown(cwd, path), await readTextFile(path)) };
  }
  const paths = stats.isDirectory() ? await sqlFilesIn(path) : [path];
  return {
    kind: 'files',
    files: await Promise.all(paths.map(async (one) => ({ path: shown(cwd, one), text: await readTextFile(one) }))),
  };
}

/** Every `.sql` file below a folder, by path: `01_types.sql` before `02_tables.sql`. */
async function sqlFilesIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.sql') && !entry.name.startsWith('.'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

function shown(cwd: string, path: string): string {
  const way = relative(cwd, path);
  return way.startsWith('..') ? path : way;
}
