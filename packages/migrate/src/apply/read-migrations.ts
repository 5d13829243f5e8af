// The migrations of a folder, or one file, and what the ledger says of them.
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join, relative, resolve } from 'node:path';
import type { Diagnostic } from '@senior-backend/core/errors/diagnostic';
import { readFileError } from '@senior-backend/core/files/read';
import { migrateError } from '../codes.js';
import { compareFileNames } from './compare-file-names.js';
import type { LedgerEntry } from './ledger.js';
import { type Migration, parseMigration } from './migration.js';

const ROLLBACK = /_rollback\.sql$/;

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
  if (!stats.isDirectory()) return { migrations: [await readMigration(full, cwd)], complete: false };
  const names = (await readdir(full))
    .filter((name) => name.endsWith('.sql') && !name.startsWith('.') && !ROLLBACK.test(name))
    .sort(compareFileNames);
  return { migrations: await Promise.all(names.map((name) => readMigration(join(full, name), cwd))), complete: true };
}

/** The rollback beside a migration: `20261122_x.sql` → `20261122_x_rollback.sql`. Throws MIG207 where there is none. */
export async function readRollback(path: string, cwd: string): Promise<Migration> {
  const file = ROLLBACK.test(path) ? path : path.replace(/\.sql$/, '_rollback.sql');
  const rollback = await readMigration(resolve(cwd, file), cwd).catch((cause: unknown) => {
    if ((cause as { code?: string }).code !== 'CORE101') throw cause;
    throw migrateError('MIG207', {
      message: `there is no rollback file ${file}`,
      help: 'the rollback stands beside its migration and ends in _rollback.sql',
      cause,
    });
  });
  return { ...rollback, id: basename(file).replace(ROLLBACK, '.sql') };
}

async function readMigration(path: string, cwd: string): Promise<Migration> {
  const way = relative(cwd, path);
  const shown = way.startsWith('..') ? path : way;
  const raw = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw readFileError(shown, cause);
  });
  return parseMigration(basename(path), { path: shown, text: raw.replace(/^\ufeff/, '') }, raw);
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

/** The file of a migration that the ledger knows, in the folder where migrations are written. */
export function fileOf(id: string, folder: string): string {
  return join(folder, basename(id));
}
