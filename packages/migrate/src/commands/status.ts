// --status: what is applied, what waits, what was changed since.

import { connect } from '@senior-backend/core/postgres/connect';
import { resolveConnection } from '@senior-backend/core/postgres/settings';
import type { Outcome, ToolContext } from '@senior-backend/core/tool/tool';
import { stateOf } from '../apply/check-against-ledger.js';
import { compareFileNames } from '../apply/files/compare-file-names.js';
import { type MigrationSet, readMigrations } from '../apply/files/read-migrations.js';
import { readLedger } from '../apply/ledger.js';
import { settleReplaced } from '../apply/replaced.js';
import { requireVersion } from '../read/require-version.js';
import { type StatusRow, statusOutcome } from '../render/status-outcome.js';
import type { Settings } from '../settings.js';

export async function status({ env, settings, redactor }: ToolContext<Settings>): Promise<Outcome> {
  const session = await connect(await resolveConnection(env, redactor, settings.connection), {
    applicationName: 'db-migrate',
  });
  try {
    requireVersion(session);
    const ledger = await readLedger(session);
    // A folder that is not there yet has no migrations; the ledger may have some all the same.
    const given = await readMigrations(settings.output, env.cwd).catch((error: unknown): MigrationSet => {
      if ((error as { code?: string }).code === 'CORE101') return { migrations: [], complete: true };
      throw error;
    });
    const { set, ledger: left } = settleReplaced(given, ledger);
    const { migrations } = set;
    const rows = migrations.map((migration): StatusRow => {
      const entry = ledger.find(({ id }) => id === migration.id);
      return {
        file: migration.id,
        checksum: migration.checksum,
        state: stateOf(migration, entry),
        at: entry?.finishedAt ?? null,
      };
    });
    const gone = left
      .filter(({ id }) => !migrations.some((migration) => migration.id === id))
      .map((entry): StatusRow => ({ file: entry.id, checksum: entry.checksum, state: 'gone', at: entry.finishedAt }));
    return statusOutcome(
      session.database,
      [...rows, ...gone].sort((a, b) => compareFileNames(a.file, b.file)),
    );
  } finally {
    await session.close();
  }
}
