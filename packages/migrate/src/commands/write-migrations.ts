import { relative, resolve } from 'node:path';
import type { OutputFile } from '@senior-backend/core/files/output-file';
import { planFiles, writePlan } from '@senior-backend/core/files/plan';
import type { ToolContext } from '@senior-backend/core/tool/tool';
import type { Settings } from '../settings.js';

/** Writes new files into the folder of migrations. What is there already stays as it is. */
export async function writeMigrations(
  { env, settings }: ToolContext<Settings>,
  files: readonly OutputFile[],
): Promise<void> {
  const folder = resolve(env.cwd, settings.output);
  const inside = relative(env.cwd, folder);
  // The project is the jail where the folder lies in it; a folder elsewhere was named on purpose.
  const root = inside === '' || inside.startsWith('..') ? folder : env.cwd;
  const placed = files.map((file) => ({ ...file, path: relative(root, resolve(folder, file.path)) }));
  await writePlan(root, await planFiles(root, placed, undefined));
}
