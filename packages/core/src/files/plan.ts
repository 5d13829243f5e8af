import { readFile } from 'node:fs/promises';
import { jailedPath } from './jail.js';
import { hashContent, hashOfWords, type Manifest } from './manifest.js';
import type { Action, OutputFile, PlannedFile } from './output-file.js';
import { readFileError } from './read.js';
import { writeFileWhole } from './write.js';

/**
 * Holds what a generator returned against what is on the disk. Reads only. Throws CORE103 for a path that leaves the
 * root, before anything could be written.
 */
export async function planFiles(
  root: string,
  files: readonly OutputFile[],
  manifest: Manifest | undefined,
  force = false,
): Promise<readonly PlannedFile[]> {
  return Promise.all(
    files.map(async (file): Promise<PlannedFile> => {
      const before = await readIfThere(await jailedPath(root, file.path));
      return { ...file, before, action: actionFor(file, before, manifest, force) };
    }),
  );
}

function actionFor(
  file: OutputFile,
  before: string | undefined,
  manifest: Manifest | undefined,
  force: boolean,
): Action {
  if (before === undefined) return 'created';
  if (before === file.content) return 'unchanged';
  if (file.owner === 'user') return 'kept';
  const known = manifest?.files[file.path];
  if (force || known?.sha256 === hashContent(before)) return 'updated';
  // A formatter of the user's may have gone over it.
  const words = hashOfWords(file.path, before);
  if (words === undefined) return 'conflict';
  if (words === hashOfWords(file.path, file.content)) return 'unchanged';
  return words === known?.saysSha256 ? 'updated' : 'conflict';
}

/** Writes what is created or updated, each file whole. The jail is asked again, since time has passed. */
export async function writePlan(root: string, plan: readonly PlannedFile[]): Promise<void> {
  for (const file of plan) {
    if (file.action === 'created' || file.action === 'updated') {
      await writeFileWhole(await jailedPath(root, file.path), file.content);
    }
  }
}

async function readIfThere(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw readFileError(path, error);
  });
}
