// The files to read: the entry file, or every source file below a folder.
import { existsSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { isInside } from '@senior-backend/core/files/jail';
import { readFileError } from '@senior-backend/core/files/read';

export interface SourceTree {
  /** Nothing above this folder is read. */
  readonly root: string;
  /** Absolute, sorted: those to begin with. What they import is read as well. */
  readonly files: readonly string[];
}

const SOURCE = /\.[cm]?[jt]sx?$/;
const NO_SOURCE = /\.d\.[cm]?ts$|\.(?:test|spec|stories|min)\.[cm]?[jt]sx?$|\.config\.[cm]?[jt]s$/;
const NO_FOLDER: ReadonlySet<string> = new Set(
  'node_modules dist build out coverage test tests __tests__ __mocks__ e2e migrations public static vendor'.split(' '),
);

/** Throws CORE errors where there is nothing to read. */
export function findFiles(cwd: string, target: string): SourceTree {
  const path = realPathOf(resolve(cwd, target));
  if (statSync(path).isFile()) return { root: projectOf(dirname(path)), files: [path] };
  return { root: projectOf(path), files: below(path).sort() };
}

function realPathOf(path: string): string {
  try {
    return realpathSync(path);
  } catch (cause) {
    throw readFileError(path, cause);
  }
}

/** The nearest folder with a package.json; else the folder itself. */
function projectOf(folder: string): string {
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(join(at, 'package.json'))) return at;
    if (dirname(at) === at) return folder;
  }
}

function below(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry): string[] => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name.startsWith('.') || NO_FOLDER.has(entry.name) ? [] : below(path);
    const isSource = SOURCE.test(entry.name) && !NO_SOURCE.test(entry.name);
    // A link may lead out of the folder; what is imported is read by its real path.
    if (entry.isSymbolicLink()) return isSource && isInside(folder, realPathOf(path)) ? [realPathOf(path)] : [];
    return entry.isFile() && isSource ? [path] : [];
  });
}
