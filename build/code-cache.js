// What V8 makes of the files of a bundle, written beside them for start.ts to load. Run with the folder and the files' names.
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { parseSync, Visitor } from 'rolldown/utils';

const [folder, ...names] = process.argv.slice(2);
const { cachePathsOf, scriptOf } = createRequire(import.meta.url)(join(folder, 'start.js'));
for (const path of names.map((name) => join(folder, name))) if (!hasImport(path)) writeCode(path);

/** All functions, and not only those that run when a file is loaded. */
function writeCode(path) {
  // V8 takes a cache where the flags are those under which it was written: they are the usual ones again by then.
  setFlagsFromString('--no-lazy');
  const script = scriptOf(path, readFileSync(path));
  setFlagsFromString('--lazy');
  const cached = cachePathsOf(path);
  mkdirSync(dirname(cached.code), { recursive: true });
  copyFileSync(path, cached.source);
  writeFileSync(cached.code, script.createCachedData());
}

/** Code from a cache may not import in V8 11, which Node 20 has. It is one small file that does (core's import-module.ts). */
function hasImport(path) {
  let found = false;
  const visitor = new Visitor({
    ImportExpression() {
      found = true;
    },
  });
  visitor.visit(parseSync(path, readFileSync(path, 'utf8')).program);
  return found;
}
