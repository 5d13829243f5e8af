// --lint: what a migration would do to the live database, tried on a copy of its schema.

import { connect } from '@senior-backend/core/postgres/connect';
import { resolveConnection } from '@senior-backend/core/postgres/settings';
import type { Outcome, ToolContext } from '@senior-backend/core/tool/tool';
import { stateOf } from '../apply/check-against-ledger.js';
import type { Migration } from '../apply/files/migration.js';
import { readMigrations } from '../apply/files/read-migrations.js';
import { readLedger } from '../apply/ledger.js';
import { refuseRoles } from '../apply/refuse-roles.js';
import { migrateError } from '../codes.js';
import { type LintedStep, lintDiagnostics, lintMigration } from '../lint/lint-migration.js';
import { HAZARD_KINDS } from '../plan/statement.js';
import { onScratchCopy } from '../prove/scratch-copy.js';
import { placeOf } from '../read/files/load-schema.js';
import { requireVersion } from '../read/require-version.js';
import { readTableRows } from '../read/table-rows.js';
import { lintOutcome } from '../render/lint-outcome.js';
import { PlanRefused } from '../scratch/apply-plan.js';
import type { Settings } from '../settings.js';
import { failOnWords } from './fail-on.js';

export async function lint(context: ToolContext<Settings>): Promise<Outcome> {
  const { env, settings, redactor } = context;
  const failOn = failOnWords(settings, HAZARD_KINDS, '--lint');
  const set = await readMigrations(settings.lint ?? '', env.cwd);
  const connection = await resolveConnection(env, redactor, settings.connection);
  const live = await connect(connection, { applicationName: 'db-migrate' });
  try {
    requireVersion(live);
    const ledger = await readLedger(live);
    const migrations = set.migrations.filter(
      (migration) =>
        stateOf(
          migration,
          ledger.find(({ id }) => id === migration.id),
        ) !== 'applied',
    );
    refuseRoles(migrations, '--lint');
    const options = { rows: await readTableRows(live), thresholdRows: settings.onlineThreshold, failOn };
    const linted = await onScratchCopy(context, live, connection, async (copy) => {
      const results: { migration: Migration; steps: readonly LintedStep[] }[] = [];
      for (const migration of migrations)
        results.push({
          migration,
          steps: await lintMigration(copy, migration, options).catch((error: unknown) => refused(migration, error)),
        });
      return results;
    });
    return lintOutcome(
      linted,
      linted.flatMap(({ migration, steps }) => lintDiagnostics(migration, steps, failOn)),
    );
  } finally {
    await live.close();
  }
}

function refused(migration: Migration, error: unknown): never {
  if (!(error instanceof PlanRefused)) throw error;
  const step = migration.steps.find(({ statement }) => statement.text === error.statement.sql);
  throw migrateError('MIG201', {
    message: error.message.split('\nin: ')[0] ?? error.message,
    ...(step && { at: placeOf(migration.file, step.statement) }),
    help: 'the connected schema is where it was tried: is the migration for this database, and not applied yet?',
    cause: error,
  });
}
