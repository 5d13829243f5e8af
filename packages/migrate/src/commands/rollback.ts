// --rollback: takes back the last N applied migrations, or one by its file, by the rollback files that stand beside them.

import type { Session } from '@senior-backend/core/postgres/session';
import { resolveConnection } from '@senior-backend/core/postgres/settings';
import type { Outcome, ToolContext } from '@senior-backend/core/tool/tool';
import { confirmLosses, unseenLosses } from '../apply/confirm.js';
import type { Migration } from '../apply/files/migration.js';
import { fileOf, readRollback } from '../apply/files/read-migrations.js';
import { type LedgerEntry, readLedger } from '../apply/ledger.js';
import { withLostConnection } from '../apply/lost-connection.js';
import { openRunnerSession } from '../apply/prepare-session.js';
import { runMigration } from '../apply/run-migration.js';
import { takeRunnerLock } from '../apply/runner-lock.js';
import { migrateError } from '../codes.js';
import { type FileResult, migrateOutcome } from '../render/migrate-outcome.js';
import type { Settings } from '../settings.js';
import { TOOL_VERSION } from '../version.js';
import { tryOut } from './try-out.js';

export async function rollback(context: ToolContext<Settings>): Promise<Outcome> {
  const { env, settings, redactor } = context;
  const connection = await resolveConnection(env, redactor, settings.connection);
  const session = await openRunnerSession(connection);
  const stop = (): void => void session.cancel().catch(() => undefined);
  env.signal.addEventListener('abort', stop);
  try {
    await takeRunnerLock(session, env, settings.lockWait);
    const migrations = await chosen(context, await readLedger(session));
    if (settings.dryRun)
      return await tryOut(context, session, connection, {
        migrations,
        direction: 'down',
        warnings: unseenLosses(migrations),
      });
    await confirmLosses(context, session.database, migrations);
    const files: FileResult[] = [];
    for (const migration of migrations)
      files.push({ migration, state: 'rolled back', steps: await takeBack(context, session, migration) });
    return migrateOutcome(session.database, files, unseenLosses(migrations));
  } catch (error) {
    throw withLostConnection(error);
  } finally {
    env.signal.removeEventListener('abort', stop);
    await session.close();
  }
}

/** Newest first. Throws MIG207. */
async function chosen(
  { env, settings }: ToolContext<Settings>,
  ledger: readonly LedgerEntry[],
): Promise<readonly Migration[]> {
  const wanted = settings.rollback ?? '';
  if (!/^\d+$/.test(wanted)) {
    const migration = await readRollback(wanted, env.cwd);
    if (ledger.some(({ id }) => id === migration.id)) return [migration];
    throw migrateError('MIG207', {
      message: `${migration.id} is not applied in this database`,
      help: 'db-migrate --status shows what is',
    });
  }
  const count = Number(wanted);
  const newest = [...ledger].reverse().slice(0, count);
  if (newest.length < count || count === 0) {
    throw migrateError('MIG207', {
      message: `${count} to roll back, and ${ledger.length} applied`,
      help: 'db-migrate --status shows what is applied',
    });
  }
  return Promise.all(newest.map(({ id }) => readRollback(fileOf(id, settings.output), env.cwd)));
}

function takeBack({ env, settings, progress }: ToolContext<Settings>, session: Session, migration: Migration) {
  return runMigration(session, migration, 'down', {
    env,
    lockTimeoutMs: settings.lockTimeout,
    lockRetries: settings.lockRetries,
    toolVersion: TOOL_VERSION,
    onStep: (text) => progress.update(text),
  });
}
