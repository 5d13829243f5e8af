// What V8 makes of the files of a bundle, written beside them for start.ts to load. Run with the folder and the files' names.
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { setFlagsFromString } from 'node:v8';

const [folder, ...names] = process.argv.slice(2);
const { cachePathsOf, scriptOf } = createRequire(import.meta.url)(join(folder, 'start.js'));
for (const name of names) {
  const path = join(folder, name);
  // All functions, and not only those that run when a file is loaded. V8 takes a cache where the flags are those under which
  // it was written: they are the usual ones again by then.
  setFlagsFromString('--no-lazy');
  const script = scriptOf(path, readFileSync(path));
  setFlagsFromString('--lazy');
  const cached = cachePathsOf(path);
  mkdirSync(dirname(cached.code), { recursive: true });
  copyFileSync(path, cached.source);
  writeFileSync(cached.code, script.createCachedData());
}
