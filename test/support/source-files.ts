// The project's own sources as text, for the tests that guard its structure.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const ROOT = join(import.meta.dirname, '../..');

export interface SourceFile {
  /** Relative to the root, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

/** Files that git tracks, or would: nothing that is ignored. */
export function trackedFiles(...patterns: readonly string[]): readonly SourceFile[] {
  const args = ['ls-files', '--cached', '--others', '--exclude-standard', '-z', '--', ...patterns];
  const listed = execFileSync('git', args, { cwd: ROOT, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 }).split('\0');
  return [...new Set(listed)]
    .filter((path) => path !== '' && existsSync(join(ROOT, path)))
    .sort()
    .map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') }));
}

export function sources(...patterns: readonly string[]): readonly SourceFile[] {
  return trackedFiles(...patterns).filter(({ path }) => /\.ts$/.test(path) && !/\.test\.ts$/.test(path));
}

export function importsOf({ text }: SourceFile): readonly string[] {
  return [...text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map((match) => match[1] ?? '');
}
