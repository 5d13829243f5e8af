// What the ledger says of the files, and what it has against them.
import type { Diagnostic } from '@senior-backend/core/errors/diagnostic';
import { migrateError } from '../codes.js';
import { compareFileNames } from './files/compare-file-names.js';
import type { Migration } from './files/migration.js';
import type { MigrationSet } from './files/read-migrations.js';
import type { LedgerEntry } from './ledger.js';

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
