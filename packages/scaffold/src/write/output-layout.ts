// Where the files of an API stand: `src/routes/` is named by the user, `src/middleware/` and `src/types/` stand beside it.
import { existsSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { coreError } from '@senior-backend/core/errors/tool-error';
import { isInside, realDestination } from '@senior-backend/core/files/jail';

export interface OutputLayout {
  /** Absolute: the folder that holds routes, middleware and types. */
  readonly base: string;
  /** The name of the folder of the routes. */
  readonly routes: string;
  /** Absolute: the folder of the project, in which the base stands or which it is. */
  readonly project: string;
  /** A file below the base as it is shown to the user. */
  shown(path: string): string;
}

export const MANIFEST = '.api-scaffold.json';

/** Throws CORE103 where the output folder is a symbolic link out of its project. */
export async function outputLayout(cwd: string, output: string): Promise<OutputLayout> {
  const routes = resolve(cwd, output);
  const base = dirname(routes);
  if (base === routes)
    throw coreError('CORE103', {
      message: 'the root of the disk cannot be the output',
      help: 'name a folder, such as src/routes/',
    });
  const project = projectOf(cwd, base);
  const [realProject, realBase] = await Promise.all([realDestination(project), realDestination(base)]);
  if (!isInside(realProject, realBase)) {
    throw coreError('CORE103', {
      message: `${output} leads out of the project ${project} through a symbolic link`,
      help: 'nothing was written; name the real folder as --output',
    });
  }
  const way = relative(cwd, base);
  const prefix = way.startsWith('..') ? base : way;
  return { base, routes: basename(routes), project, shown: (path) => join(prefix, path).replaceAll('\\', '/') };
}

/** The nearest folder with a package.json at or above the base; else the current folder, or the folder above `src`. */
function projectOf(cwd: string, base: string): string {
  for (let at = base; ; at = dirname(at)) {
    if (existsSync(join(at, 'package.json'))) return at;
    if (dirname(at) === at) break;
  }
  if (isInside(cwd, base)) return cwd;
  return basename(base) === 'src' ? dirname(base) : base;
}
