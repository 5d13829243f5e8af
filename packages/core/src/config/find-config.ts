import { existsSync } from 'node:fs';
import { dirname, join, parse } from 'node:path';

export const CONFIG_NAMES = ['ts', 'mjs', 'js', 'json', 'yaml', 'yml'].map(
  (extension) => `backend.config.${extension}`,
);

/** The nearest configuration file at or above a folder, up to the root of the repository (or of the disk). */
export function findConfig(folder: string): string | undefined {
  for (let at = folder; ; at = dirname(at)) {
    const found = CONFIG_NAMES.map((name) => join(at, name)).find((file) => existsSync(file));
    if (found) return found;
    if (existsSync(join(at, '.git')) || at === parse(at).root) return undefined;
  }
}
