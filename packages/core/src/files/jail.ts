import { lstat, realpath } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { coreError } from '../errors/tool-error.js';

/** Whether `path` is `root` or below it. Both absolute; links are not looked at. */
export function isInside(root: string, path: string): boolean {
  const way = relative(root, path);
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way));
}

/** The real path of the nearest folder that exists, with the rest appended: where a write to `path` would land. */
export async function realDestination(path: string): Promise<string> {
  const rest: string[] = [];
  for (let at = path; ; at = dirname(at)) {
    try {
      return join(await realpath(at), ...rest);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || dirname(at) === at) throw error;
      // A dangling link is there although realpath says ENOENT; to write through it would leave the jail.
      if (
        await lstat(at).then(
          (stats) => stats.isSymbolicLink(),
          () => false,
        )
      )
        throw leaves(path, at);
      rest.unshift(at.slice(dirname(at).length).replace(/^[/\\]+/, ''));
    }
  }
}

/**
 * The absolute path of a file to be written below `root`. Throws CORE103 where the path is absolute, has `..`, or leads
 * out of the root through a symbolic link.
 */
export async function jailedPath(root: string, path: string): Promise<string> {
  const target = resolve(root, path);
  if (isAbsolute(path) || !isInside(root, target) || target === root || path.includes('\0')) throw leaves(path, root);
  const [realRoot, realTarget] = await Promise.all([realDestination(root), realDestination(target)]);
  if (!isInside(realRoot, realTarget)) throw leaves(path, root);
  return target;
}

function leaves(path: string, root: string): Error {
  return coreError('CORE103', {
    message: `${path} would be written outside ${root}`,
    help: 'nothing was written; remove the symbolic link, or name the real folder as --output',
  });
}
