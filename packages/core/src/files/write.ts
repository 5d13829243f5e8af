import { randomBytes } from 'node:crypto';
import { chmod, mkdir, open, rename, stat, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { coreError, type ToolError } from '../errors/tool-error.js';

/**
 * Writes a file whole or not at all: a temporary file beside it, fsync, rename, fsync of the folder. The old file is as
 * it was until the rename. Keeps the permissions of a file that is replaced. Throws CORE104.
 */
export async function writeFileWhole(path: string, content: string | Uint8Array): Promise<void> {
  const folder = dirname(path);
  const temporary = join(folder, `.${basename(path).slice(0, 100)}.${randomBytes(6).toString('hex')}.tmp`);
  let begun = false;
  try {
    await mkdir(folder, { recursive: true });
    const mode = await stat(path).then(
      (stats) => stats.mode & 0o7777,
      () => undefined,
    );
    const file = await open(temporary, 'wx', 0o666);
    begun = true;
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    if (mode !== undefined) await chmod(temporary, mode);
    await rename(temporary, path);
    begun = false;
    await syncFolder(folder);
  } catch (cause) {
    if (begun) await unlink(temporary).catch(() => undefined);
    throw writeFileError(path, cause);
  }
}

/** Makes the rename last over a power cut. Some file systems refuse to open folders (EISDIR, EPERM): nothing more to do there. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined);
  if (!handle) return;
  try {
    await handle.sync().catch(() => undefined);
  } finally {
    await handle.close();
  }
}

function writeFileError(path: string, cause: unknown): ToolError {
  const code = (cause as NodeJS.ErrnoException).code ?? String(cause);
  const reasons: Readonly<Record<string, string>> = {
    ENOSPC: 'no space left on the disk',
    EDQUOT: 'the disk quota is used up',
    EACCES: 'permission denied',
    EPERM: 'operation not permitted',
    EROFS: 'the file system is read-only',
    EEXIST: 'a file is where a folder must be',
    ENOTDIR: 'a file is where a folder must be',
    EISDIR: 'a folder is where the file must be',
  };
  return coreError('CORE104', {
    message: `cannot write ${path}: ${reasons[code] ?? code}`,
    help: 'the file is as it was before; free space or correct the permissions, or choose another --output',
    cause,
  });
}
