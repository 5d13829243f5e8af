// The migrations of a folder, or one file, and what the ledger says of them.
import { existsSync } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { readFileError } from '@senior-backend/core/files/read';
import { migrateError } from '../../codes.js';
import { oneWay } from './both-ways.js';
import { compareFileNames } from './compare-file-names.js';
import { IN_ITS_FOLDER, idOf, migrationNames, migrationOf, rollbackNames } from './file-names.js';
import { type Direction, type Migration, parseMigration } from './migration.js';

export interface MigrationSet {
  readonly migrations: readonly Migration[];
  /** A folder is all that there is; a file is one of many. */
  readonly complete: boolean;
}

/** Throws CORE101, CORE102 for what cannot be read, MIG102 and MIG103 for what cannot run. */
export async function readMigrations(path: string, cwd: string): Promise<MigrationSet> {
  const full = resolve(cwd, path);
  const stats = await stat(full).catch((cause: unknown) => {
    throw readFileError(path, cause);
  });
  if (!stats.isDirectory()) return { migrations: [await readMigration(full, cwd, 'up')], complete: false };
  const names = [...migrationNames(await entriesOf(full))].sort(compareFileNames);
  return {
    migrations: await Promise.all(names.map((name) => readMigration(join(full, name), cwd, 'up'))),
    complete: true,
  };
}

/** The files of a folder, and the folders in it that hold a migration, with a slash. */
async function entriesOf(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.map((entry) => {
    if (!entry.isDirectory()) return entry.name;
    return existsSync(join(folder, entry.name, IN_ITS_FOLDER)) ? `${entry.name}/` : [];
  });
  return names.flat();
}

/** The rollback of a migration: beside it, or in it. Also by its own name. Throws MIG207 where there is none. */
export async function readRollback(path: string, cwd: string): Promise<Migration> {
  const full = resolve(cwd, path);
  const [folder, name] = [dirname(full), basename(full)];
  const of = migrationOf(name);
  const id = idOf(of === undefined ? full : join(folder, of));
  const beside = of === undefined ? rollbackNames(name) : [name];
  const file = beside.find((one) => existsSync(join(folder, one)));
  const way = file === undefined ? 'down' : 'up';
  const rollback = await readMigration(join(folder, file ?? name), cwd, way).catch((cause: unknown) => {
    if ((cause as { code?: string }).code !== 'CORE101') throw cause;
    return undefined;
  });
  if (rollback) return { ...rollback, id };
  throw migrateError('MIG207', {
    message: `there is no rollback file ${beside.map((one) => join(dirname(path), one)).join(' or ')}`,
    help: 'the rollback stands beside its migration and ends in _rollback.sql',
  });
}

/** Undefined where a file does not have this way. */
async function readMigration(path: string, cwd: string, direction: 'up'): Promise<Migration>;
async function readMigration(path: string, cwd: string, direction: Direction): Promise<Migration | undefined>;
async function readMigration(path: string, cwd: string, direction: Direction): Promise<Migration | undefined> {
  const way = relative(cwd, path);
  const shown = way.startsWith('..') ? path : way;
  const raw = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw readFileError(shown, cause);
  });
  const text = oneWay(raw.replace(/^\ufeff/, ''), direction);
  return text === undefined ? undefined : parseMigration(idOf(path), { path: shown, text }, raw);
}

/** The file of a migration that the ledger knows, in the folder where migrations are written, and never elsewhere. */
export function fileOf(id: string, folder: string): string {
  const [, own = ''] = /^(?!\.)([^/\\]+)\/migration\.sql$/.exec(id) ?? [];
  return join(folder, own, basename(id));
}
