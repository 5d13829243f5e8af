// From a specifier to the file that it names, as Node, TypeScript and bundlers look for it.
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { isInside } from '@senior-backend/core/files/jail';
import * as z from 'zod';

const EXTENSIONS = ['.ts', '.mts', '.cts', '.tsx', '.js', '.mjs', '.cjs', '.jsx', '.json'];
const AS_TYPESCRIPT: Readonly<Record<string, readonly string[]>> = {
  '.js': ['.ts', '.tsx'],
  '.mjs': ['.mts'],
  '.cjs': ['.cts'],
  '.jsx': ['.tsx'],
};

interface PathRule {
  readonly prefix: string;
  readonly suffix: string;
  readonly targets: readonly string[];
}

export interface ModuleResolver {
  /** The file, below the root; undefined for a package, and for what is not there. */
  resolve(from: string, specifier: string): string | undefined;
}

/** Looks no further up than `root`, and gives no file outside of it. */
export function moduleResolver(root: string): ModuleResolver {
  const rules = pathRules(root);
  const known = new Map<string, string | undefined>();
  const file = (path: string): string | undefined => {
    if (!isInside(root, path)) return undefined;
    if (!known.has(path)) known.set(path, findFile(path));
    return known.get(path);
  };
  return {
    resolve(from, specifier) {
      if (specifier.startsWith('.')) return file(resolve(dirname(from), specifier));
      if (specifier.startsWith('/')) return file(specifier);
      for (const { prefix, suffix, targets } of rules) {
        if (!specifier.startsWith(prefix) || !specifier.endsWith(suffix)) continue;
        const middle = specifier.slice(prefix.length, specifier.length - suffix.length);
        for (const target of targets) {
          const found = file(target.replace('*', middle));
          if (found !== undefined) return found;
        }
      }
      return undefined;
    },
  };
}

function findFile(path: string): string | undefined {
  if (isFile(path)) return path;
  const extension = /\.[cm]?jsx?$/.exec(path)?.[0] ?? '';
  for (const other of AS_TYPESCRIPT[extension] ?? []) {
    const candidate = path.slice(0, -extension.length) + other;
    if (isFile(candidate)) return candidate;
  }
  for (const added of EXTENSIONS) if (isFile(path + added)) return path + added;
  for (const added of EXTENSIONS) if (isFile(join(path, `index${added}`))) return join(path, `index${added}`);
  return undefined;
}

function isFile(path: string): boolean {
  return existsSync(path) && statSync(path).isFile();
}

const configSchema = z.object({
  compilerOptions: z
    .object({ baseUrl: z.string().optional(), paths: z.record(z.string(), z.array(z.string())).optional() })
    .optional(),
});
const packageSchema = z.object({ imports: z.record(z.string(), z.unknown()).optional() });

/** `paths` of tsconfig.json, and `imports` of package.json. */
function pathRules(root: string): readonly PathRule[] {
  const config = configSchema.safeParse(readLoose(join(root, 'tsconfig.json')));
  const options = config.success ? config.data.compilerOptions : undefined;
  const base = resolve(root, options?.baseUrl ?? '.');
  const paths = Object.entries(options?.paths ?? {}).map(([pattern, targets]) =>
    ruleOf(
      pattern,
      targets.map((target) => resolve(base, target)),
    ),
  );
  const anyName = options?.baseUrl === undefined ? [] : [ruleOf('*', [resolve(base, '*')])];
  const manifest = packageSchema.safeParse(readLoose(join(root, 'package.json')));
  const imports = Object.entries((manifest.success && manifest.data.imports) || {}).flatMap(([pattern, target]) =>
    typeof target === 'string' ? [ruleOf(pattern, [resolve(root, target)])] : [],
  );
  return [...paths, ...imports, ...anyName];
}

function ruleOf(pattern: string, targets: readonly string[]): PathRule {
  const [prefix = '', suffix = ''] = pattern.split('*');
  return { prefix, suffix, targets };
}

/** JSON with comments and trailing commas, as tsconfig.json has them; undefined where there is none. */
function readLoose(path: string): unknown {
  if (!isFile(path)) return undefined;
  const text = readFileSync(path, 'utf8')
    .replace(/("(?:[^"\\\n]|\\.)*")|\/\/[^\n]*|\/\*[\s\S]*?\*\//g, (_, quoted: string | undefined) => quoted ?? '')
    .replace(/,(?=\s*[}\]])/g, '');
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // A configuration that cannot be read names no paths; the modules that it would name are listed as unresolved.
    return undefined;
  }
}
