// A squashed migration and those that it stands for: which of them a database still needs.
import type { Session } from '@senior-backend/core/postgres/session';
import { migrateError } from '../codes.js';
import type { Migration } from './files/migration.js';
import type { MigrationSet } from './files/read-migrations.js';
import { type LedgerEntry, noteBegun, noteFinished } from './ledger.js';

export interface Settled {
  /** Without what a squashed migration brings along. */
  readonly set: MigrationSet;
  /** Without what stands in a squashed migration of the folder. */
  readonly ledger: readonly LedgerEntry[];
  /** Squashed migrations whose parts are applied, or will be before them: they are noted, and not run. */
  readonly noted: ReadonlySet<string>;
}

/**
 * An empty database gets the squashed migration alone. One that has some of its parts gets the rest of them, and the squashed
 * one as a note. Throws MIG212 where parts are missing and some were applied.
 */
export function settleReplaced(set: MigrationSet, ledger: readonly LedgerEntry[]): Settled {
  const known = new Map(ledger.map((entry) => [entry.id, entry]));
  const here = new Set(set.migrations.map(({ id }) => id));
  const passedOver = new Set<string>();
  const covered = new Set<string>();
  const noted = new Set<string>();
  for (const { id, file, replaces } of set.migrations) {
    if (replaces.length === 0) continue;
    const begun = replaces.filter((part) => known.has(part));
    for (const part of replaces) {
      if (!here.has(part)) covered.add(part);
      if (known.has(id) || begun.length === 0) passedOver.add(part);
    }
    if (begun.length === 0 || known.has(id)) continue;
    const missing = replaces.filter((part) => known.get(part)?.state !== 'applied' && !here.has(part));
    if (missing.length > 0)
      throw migrateError('MIG212', {
        message: `${id} stands for ${replaces.length} migrations, of which this database has ${begun.length}: ${missing.join(', ')} is not there to be applied`,
        at: { file: file.path },
        help: 'bring the missing files back into the folder, and run the same command',
      });
    noted.add(id);
  }
  const migrations = set.migrations.filter(({ id }) => !passedOver.has(id) || known.has(id));
  return { set: { ...set, migrations }, ledger: ledger.filter(({ id }) => !covered.has(id)), noted };
}

/** Enters a migration as applied whose parts are. */
export async function noteWithoutRunning(session: Session, migration: Migration, toolVersion: string): Promise<void> {
  await session.execute('BEGIN');
  await noteBegun(session, migration, 'up', toolVersion);
  await noteFinished(session, migration.id, 'up');
  await session.execute('COMMIT');
}
