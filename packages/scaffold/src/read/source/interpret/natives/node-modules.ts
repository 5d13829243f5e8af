// The parts of Node that decide which files a program loads: `path`, and reading a folder of its own source.
import { readdirSync } from 'node:fs';
import { basename, dirname, extname, isAbsolute, join, normalize, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isInside } from '@senior-backend/core/files/jail';
import { constant, type Item, list, native, type RecordValue, record, unknown, type Value } from '../../values.js';

function textMethod(name: string, run: (...texts: readonly string[]) => string): Value {
  return native(name, (args) => {
    const texts = args.map(({ value }) =>
      value.kind === 'constant' && typeof value.value === 'string' ? value.value : undefined,
    );
    return texts.every((one) => one !== undefined) ? constant(run(...texts)) : unknown('a path known at run time only');
  });
}

const PATH_METHODS: Readonly<Record<string, Value>> = {
  join: textMethod('join', (...parts) => join(...parts)),
  resolve: textMethod('resolve', (...parts) => resolve('/', ...parts)),
  basename: textMethod('basename', (path = '', suffix) => basename(path, suffix)),
  dirname: textMethod('dirname', (path = '') => dirname(path)),
  extname: textMethod('extname', (path = '') => extname(path)),
  normalize: textMethod('normalize', (path = '') => normalize(path)),
  relative: textMethod('relative', (from = '', to = '') => relative(from, to)),
  isAbsolute: native('isAbsolute', ([item]) =>
    item?.value.kind === 'constant' ? constant(isAbsolute(String(item.value.value))) : unknown('a path'),
  ),
  sep: constant('/'),
};

function recordOf(members: Readonly<Record<string, Value>>, at: Item['at']): RecordValue {
  const result = record(new Map(Object.entries(members).map(([name, value]) => [name, { value, at }])), true);
  result.members.set('default', { value: result, at });
  return result;
}

/** Names in a folder of the source that is read; nothing outside of it is looked at. */
function readFolder(root: string, at: Item['at']): Value {
  return native('readdirSync', ([folder]) => {
    const path = folder?.value.kind === 'constant' ? String(folder.value.value) : undefined;
    if (path === undefined || !isInside(root, path)) return unknown('a folder known at run time only');
    try {
      return list(
        readdirSync(path)
          .sort()
          .map((name) => ({ value: constant(name), at })),
      );
    } catch {
      return unknown(`there is no folder ${path}`);
    }
  });
}

/** A built-in module of Node as far as it is followed; undefined for the others. */
export function nodeModule(root: string, specifier: string, at: Item['at']): Value | undefined {
  const name = specifier.replace(/^node:/, '');
  if (name === 'path' || name === 'path/posix') {
    const made = recordOf(PATH_METHODS, at);
    made.members.set('posix', { value: made, at });
    return made;
  }
  if (name === 'fs') return recordOf({ readdirSync: readFolder(root, at) }, at);
  if (name === 'fs/promises') return recordOf({ readdir: readFolder(root, at) }, at);
  if (name === 'url')
    return recordOf(
      {
        fileURLToPath: textMethod('fileURLToPath', (url = '') => (url.startsWith('file:') ? fileURLToPath(url) : url)),
      },
      at,
    );
  return undefined;
}
