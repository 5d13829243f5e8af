// Migrations as they ran from the beginning: what they lead to is read off afterwards.
import type { Env } from '@senior-backend/core/env/env';
import type { Session } from '@senior-backend/core/postgres/session';
import { TOOL_VERSION } from '../version.js';
import type { Migration } from './files/migration.js';
import { createLedger } from './ledger.js';
import { runMigration } from './run-migration.js';

/** Runs them in order in an empty database of nobody else's. Throws what a migration throws that does not run. */
export async function runFromEmpty(
  session: Session,
  migrations: readonly Migration[],
  env: Env,
  onStep: (text: string) => void,
): Promise<void> {
  await createLedger(session);
  const options = { env, lockTimeoutMs: 0, lockRetries: 0, toolVersion: TOOL_VERSION, onStep };
  for (const migration of migrations) await runMigration(session, migration, 'up', options);
}
