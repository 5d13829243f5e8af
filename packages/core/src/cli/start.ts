// The first file of each command: it loads the others, with the code that V8 made of them when they were built
// (docs/decisions/0180-code-is-compiled-when-it-is-built.md).
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import { constants, Script } from 'node:vm';

const FOLDER = import.meta.dirname;

/** Code is of one version of V8, on one kind of machine; for another one its folder is not there. */
const CACHE_FOLDER = join(FOLDER, 'code-cache', `${process.versions.v8}-${process.arch}`);

const outside = createRequire(import.meta.url);

const modules = new Map<string, { exports: unknown }>();

/** What a file beside this one exports, or a package of this name. */
export function load(name: string): unknown {
  if (!name.startsWith('./')) return outside(name);
  const path = join(FOLDER, name);
  const known = modules.get(path);
  if (known) return known.exports;
  const module = { exports: {} };
  modules.set(path, module);
  const source = readFileSync(path);
  const run = scriptOf(path, source, codeOf(path, source)).runInThisContext() as (...names: unknown[]) => void;
  run.call(module.exports, module.exports, load, module, path, FOLDER);
  return module.exports;
}

/** A file in the function that CommonJS has it in. What V8 does not take of `cachedData`, it compiles when it is called. */
export function scriptOf(path: string, source: Buffer, cachedData?: Buffer): Script {
  return new Script(`(function (exports, require, module, __filename, __dirname) {${source.toString()}\n})`, {
    filename: path,
    ...(cachedData && { cachedData }),
    importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  });
}

/** Where the code of a file is, and a copy of what it is the code of. */
export function cachePathsOf(path: string): { readonly code: string; readonly source: string } {
  const source = join(CACHE_FOLDER, basename(path));
  return { code: `${source}.code`, source };
}

/** Not where the file was changed since: all that V8 itself looks at is whether it is as long as it was. */
function codeOf(path: string, source: Buffer): Buffer | undefined {
  const cached = cachePathsOf(path);
  if (!existsSync(cached.code) || !readFileSync(cached.source).equals(source)) return undefined;
  return readFileSync(cached.code);
}
