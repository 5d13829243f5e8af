// The migrations of a folder, or one file, and what the ledger says of them.
import { existsSync } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve } from 'node:path';
import type { Diagnostic } from '@senior-backend/core/errors/diagnostic';
import { readFileError } from '@senior-backend/core/files/read';
import { migrateError } from '../codes.js';
import { oneWay } from './both-ways.js';
import { compareFileNames } from './compare-file-names.js';
import { IN_ITS_FOLDER, idOf, migrationNames, migrationOf, rollbackNames } from './file-names.js';
import type { Direction, LedgerEntry } from './ledger.js';
import { type Migration, parseMigration } from './migration.js';

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

export type FileState = 'applied' | 'waiting' | 'half-way' | 'changed' | 'gone';

/** What the ledger says of a migration. */
export function stateOf(migration: Migration, entry: LedgerEntry | undefined): FileState {
  if (!entry) return 'waiting';
  if (entry.state !== 'applied') return 'half-way';
  return entry.textChecksum === migration.textChecksum ? 'applied' : 'changed';
}

/**
 * Refuses what was tampered with: MIG203 for an applied file with another text, MIG208 for one that is gone or that would
 * come before what is applied. A mere change of line endings gives a warning.
 */
export function checkAgainstLedger(
  { migrations, complete }: MigrationSet,
  ledger: readonly LedgerEntry[],
): readonly Diagnostic[] {
  const warnings: Diagnostic[] = [];
  const entries = new Map(ledger.map((entry) => [entry.id, entry]));
  for (const migration of migrations) {
    const entry = entries.get(migration.id);
    if (entry?.state !== 'applied' || entry.checksum === migration.checksum) continue;
    if (entry.textChecksum !== migration.textChecksum) throw changed(migration);
    warnings.push({
      code: 'MIG209',
      severity: 'warning',
      message: `${migration.file.path} has other line endings than when it was applied`,
      at: { file: migration.file.path },
      help: 'nothing to do; `*.sql text eol=lf` in .gitattributes keeps it from happening',
    });
  }
  if (complete) refuseGaps(migrations, ledger);
  return warnings;
}

function changed({ id, file }: Migration): Error {
  return migrateError('MIG203', {
    message: `${id} was applied, and its text is another one now`,
    at: { file: file.path },
    help: 'bring the old text back (git checkout), and put the change into a new migration',
  });
}

function refuseGaps(migrations: readonly Migration[], ledger: readonly LedgerEntry[]): void {
  const here = new Set(migrations.map(({ id }) => id));
  const gone = ledger.find((entry) => !here.has(entry.id));
  if (gone)
    throw migrateError('MIG208', {
      message: `${gone.id} was applied and is not in the folder`,
      help: 'bring the file back; a migration that was applied is not renamed or deleted',
    });
  const applied = ledger.filter(({ state }) => state === 'applied').map(({ id }) => id);
  const last = applied.sort(compareFileNames).at(-1);
  const early = migrations.find(
    ({ id }) => last !== undefined && compareFileNames(id, last) < 0 && !ledger.some((entry) => entry.id === id),
  );
  if (!early || last === undefined) return;
  throw migrateError('MIG208', {
    message: `${early.id} is new and comes before ${last}, which is applied`,
    at: { file: early.file.path },
    help: `rename it so that it comes last, or apply it alone: --migrate ${early.file.path}`,
  });
}

/** The file of a migration that the ledger knows, in the folder where migrations are written, and never elsewhere. */
export function fileOf(id: string, folder: string): string {
  const [, own = ''] = /^(?!\.)([^/\\]+)\/migration\.sql$/.exec(id) ?? [];
  return join(folder, own, basename(id));
}
