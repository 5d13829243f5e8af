// --migrate: applies what the ledger does not know yet, one runner a database.

import type { Diagnostic } from '@senior-backend/core/errors/diagnostic';
import type { Session } from '@senior-backend/core/postgres/session';
import { type ConnectionSettings, resolveConnection } from '@senior-backend/core/postgres/settings';
import type { Outcome, ToolContext } from '@senior-backend/core/tool/tool';
import { checkAgainstLedger, stateOf } from '../apply/check-against-ledger.js';
import { confirmLosses, unseenLosses } from '../apply/confirm.js';
import type { Migration } from '../apply/files/migration.js';
import { type MigrationSet, readMigrations } from '../apply/files/read-migrations.js';
import { createLedger, readLedger } from '../apply/ledger.js';
import { withLostConnection } from '../apply/lost-connection.js';
import { openRunnerSession } from '../apply/prepare-session.js';
import { noteWithoutRunning, settleReplaced } from '../apply/replaced.js';
import { runMigration } from '../apply/run-migration.js';
import { takeRunnerLock } from '../apply/runner-lock.js';
import { type FileResult, migrateOutcome } from '../render/migrate-outcome.js';
import type { Settings } from '../settings.js';
import { TOOL_VERSION } from '../version.js';
import { migrationsToAdopt, proveAdopted } from './adopt.js';
import { tryOut } from './try-out.js';

export async function migrate(context: ToolContext<Settings>): Promise<Outcome> {
  const { env, settings, redactor } = context;
  const set = await readMigrations(settings.migrate ?? '', env.cwd);
  const connection = await resolveConnection(env, redactor, settings.connection);
  const session = await openRunnerSession(connection);
  const stop = (): void => void session.cancel().catch(() => undefined);
  env.signal.addEventListener('abort', stop);
  try {
    if (!settings.dryRun) return await apply(context, session, connection, set);
    const { waiting, warnings, noted, adopted } = await whatWaits(session, set, settings.adopt);
    if (adopted.length > 0) await proveAdopted(context, session, connection, adopted);
    const run = waiting.filter(({ id }) => !noted.has(id));
    const taken = waiting.filter((migration) => adopted.includes(migration));
    return await tryOut(context, session, connection, { migrations: run, direction: 'up', warnings, adopted: taken });
  } catch (error) {
    throw withLostConnection(error);
  } finally {
    env.signal.removeEventListener('abort', stop);
    await session.close();
  }
}

async function apply(
  context: ToolContext<Settings>,
  session: Session,
  connection: ConnectionSettings,
  set: MigrationSet,
): Promise<Outcome> {
  const { env, settings, progress } = context;
  await takeRunnerLock(session, env, settings.lockWait);
  const { waiting, warnings, states, noted, adopted, migrations } = await whatWaits(session, set, settings.adopt);
  if (adopted.length > 0) await proveAdopted(context, session, connection, adopted);
  await confirmLosses(
    context,
    session.database,
    waiting.filter(({ id }) => !noted.has(id)),
  );
  await createLedger(session);
  const done = new Map<string, FileResult>();
  for (const migration of waiting) {
    if (noted.has(migration.id)) {
      await noteWithoutRunning(session, migration, TOOL_VERSION);
      done.set(migration.id, { migration, state: adopted.includes(migration) ? 'adopted' : 'noted', steps: [] });
      continue;
    }
    const steps = await runMigration(session, migration, 'up', {
      env,
      lockTimeoutMs: settings.lockTimeout,
      lockRetries: settings.lockRetries,
      toolVersion: TOOL_VERSION,
      onStep: (text) => progress.update(text),
    });
    done.set(migration.id, {
      migration,
      state: states.get(migration.id) === 'half-way' ? 'resumed' : 'applied',
      steps,
    });
  }
  const files = migrations.map(
    (migration): FileResult => done.get(migration.id) ?? { migration, state: 'was applied', steps: [] },
  );
  return migrateOutcome(session.database, files, warnings);
}

interface Waiting {
  readonly migrations: readonly Migration[];
  readonly waiting: readonly Migration[];
  readonly warnings: readonly Diagnostic[];
  readonly states: ReadonlyMap<string, string>;
  /** Of those that wait, what is only to be entered in the ledger. */
  readonly noted: ReadonlySet<string>;
  /** What `--adopt` speaks of, whether or not the ledger has it; empty where it was not said. */
  readonly adopted: readonly Migration[];
}

async function whatWaits(session: Session, given: MigrationSet, adopt: string | undefined): Promise<Waiting> {
  const whole = await readLedger(session);
  const { set, ledger, noted: replacing } = settleReplaced(given, whole);
  const warnings = checkAgainstLedger(set, ledger);
  const entries = new Map(whole.map((entry) => [entry.id, entry]));
  const states = new Map(
    set.migrations.map((migration) => [migration.id, stateOf(migration, entries.get(migration.id))]),
  );
  const adopted = adopt === undefined ? [] : migrationsToAdopt(adopt, set.migrations, states);
  const noted = new Set([...replacing, ...adopted.map(({ id }) => id)]);
  const waiting = set.migrations.filter(({ id }) => states.get(id) !== 'applied');
  const run = waiting.filter(({ id }) => !noted.has(id));
  const said = [...warnings, ...unseenLosses(run)];
  return { migrations: set.migrations, waiting, warnings: said, states, noted, adopted };
}
