// --dry-run of --migrate and --rollback: for real in a transaction that is rolled back, or on a scratch copy of the schema
// where a step cannot be in one.

import type { Diagnostic } from '@senior-backend/core/errors/diagnostic';
import type { Session } from '@senior-backend/core/postgres/session';
import type { ConnectionSettings } from '@senior-backend/core/postgres/settings';
import type { Outcome, ToolContext } from '@senior-backend/core/tool/tool';
import { dryRun } from '../apply/dry-run.js';
import type { Direction, Migration } from '../apply/files/migration.js';
import { createLedger, noteBegun } from '../apply/ledger.js';
import { refuseRoles } from '../apply/refuse-roles.js';
import { runMigration } from '../apply/run-migration.js';
import { onScratchCopy } from '../prove/scratch-copy.js';
import { type FileResult, migrateOutcome } from '../render/migrate-outcome.js';
import type { Settings } from '../settings.js';
import { TOOL_VERSION } from '../version.js';

const STATES = { up: 'would be applied', down: 'would be rolled back' } as const;

export interface Attempt {
  readonly migrations: readonly Migration[];
  readonly direction: Direction;
  readonly warnings?: readonly Diagnostic[];
  /** What would be noted without running. */
  readonly adopted?: readonly Migration[];
}

export async function tryOut(
  context: ToolContext<Settings>,
  session: Session,
  connection: ConnectionSettings,
  { migrations, direction, warnings = [], adopted = [] }: Attempt,
): Promise<Outcome> {
  const { env, settings } = context;
  const before = adopted.map((migration): FileResult => ({ migration, state: 'would be adopted', steps: [] }));
  const oneTransaction = migrations.every(
    ({ segments }) => segments.length <= 1 && segments.flat().every(({ transactional }) => transactional),
  );
  if (!oneTransaction) {
    refuseRoles(migrations, '--dry-run on a scratch copy');
    const files = await onScratchCopy(context, session, connection, (copy) =>
      runOnCopy(context, copy, migrations, direction),
    );
    return migrateOutcome(
      session.database,
      [...before, ...files],
      warnings,
      'on a scratch copy without rows, since a step cannot run in a transaction',
    );
  }
  const files = await dryRun(session, migrations, settings.lockTimeout, () => env.monotonicMs());
  const results = files.map(({ migration, steps }): FileResult => ({ migration, state: STATES[direction], steps }));
  return migrateOutcome(session.database, [...before, ...results], warnings, 'in a transaction that was rolled back');
}

async function runOnCopy(
  { env, settings, progress }: ToolContext<Settings>,
  copy: Session,
  migrations: readonly Migration[],
  direction: Direction,
): Promise<readonly FileResult[]> {
  await createLedger(copy);
  const files: FileResult[] = [];
  for (const migration of migrations) {
    // The copy's ledger is new: what is to be taken back is entered first.
    if (direction === 'down') await noteBegun(copy, migration, 'up', TOOL_VERSION);
    const options = {
      env,
      lockTimeoutMs: settings.lockTimeout,
      lockRetries: 0,
      toolVersion: TOOL_VERSION,
      onStep: (text: string) => progress.update(text),
    };
    files.push({ migration, state: STATES[direction], steps: await runMigration(copy, migration, direction, options) });
  }
  return files;
}
