// The files that @fastify/autoload would load from a folder, and the prefix of each.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Value } from '../../values.js';

export interface AutoloadedFile {
  readonly path: string;
  readonly prefix: string;
}

interface Rules {
  /** Whether the names of folders are prefixes. */
  readonly usesNames: boolean;
  readonly ignore: Value | undefined;
  readonly maxDepth: Value | undefined;
  /** `_id` is a parameter, `:id`. */
  readonly routeParams: boolean;
}

const SOURCE = /^(?!.*\.d\.ts$)(?!.*(?:\.|^)(?:test|spec)\.).*\.[cm]?[jt]s$/;
const INDEX = /^index\.[cm]?[jt]s$/;
/** Hooks of a folder, which autoload treats in a way of its own. */
const HOOKS = /^[_.]?auto_?hooks\.[cm]?[jt]s$/i;
const DEEPEST_FOLDER = 20;

/** A folder with an index file gives that file alone, and the folders below it. */
export function autoloadedFiles(folder: string, rules: Rules, prefix = '', depth = 0): readonly AutoloadedFile[] {
  const limit = rules.maxDepth?.kind === 'constant' ? Number(rules.maxDepth.value) : DEEPEST_FOLDER;
  const entries = entriesOf(folder).filter(({ name }) => !isIgnored(rules.ignore, `${folder}/${name}`));
  const files = entries.filter((entry) => entry.isFile() && SOURCE.test(entry.name) && !HOOKS.test(entry.name));
  const index = files.find(({ name }) => INDEX.test(name));
  const own = (index ? [index] : files).map(({ name }) => ({ path: join(folder, name), prefix }));
  const below = entries
    .filter((entry) => entry.isDirectory() && entry.name !== 'node_modules' && depth < limit)
    .flatMap(({ name }) => {
      const step = rules.routeParams && name.startsWith('_') ? name.replace(/^_+/, ':') : name;
      return autoloadedFiles(join(folder, name), rules, rules.usesNames ? `${prefix}/${step}` : prefix, depth + 1);
    });
  return [...own, ...below];
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch {
    // A folder that is not there holds no plugin; the program would fail where we find nothing.
    return [];
  }
}

function isIgnored(ignore: Value | undefined, path: string): boolean {
  if (ignore?.kind === 'constant' && typeof ignore.value === 'string') return path.includes(ignore.value);
  if (ignore?.kind !== 'pattern' || ignore.source.length > 60) return false;
  return new RegExp(ignore.source).test(path);
}
