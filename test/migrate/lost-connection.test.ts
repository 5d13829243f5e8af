// The k-th call to the server finds the connection gone, for every k of a scenario: a coded error each time, and one more run
// ends where an undisturbed one does.
import { memoryEnv } from '@senior-backend/core/env/memory-env';
import type { Session } from '@senior-backend/core/postgres/session';
import { expect, test } from 'vitest';
import { parseMigration } from '../../packages/migrate/src/apply/files/migration.js';
import { createLedger } from '../../packages/migrate/src/apply/ledger.js';
import { withLostConnection } from '../../packages/migrate/src/apply/lost-connection.js';
import { runMigration } from '../../packages/migrate/src/apply/run-migration.js';
import { testDatabase } from '../support/postgres.js';
import { INTERRUPTED, INTERRUPTED_STATE } from './interrupted.js';

const MIGRATION = parseMigration('m.sql', { path: 'm.sql', text: INTERRUPTED }, INTERRUPTED);
const EVERY = process.env['CHECK'] === 'full' ? 1 : 6;

const OPTIONS = {
  env: memoryEnv(),
  lockTimeoutMs: 1_000,
  lockRetries: 0,
  toolVersion: 'test',
  onStep: () => undefined,
};

/** A session whose connection ends at the k-th call, before the server sees it. `calls` counts. */
function endingAt(k: number, session: Session): Session & { readonly calls: () => number } {
  let calls = 0;
  const guard = async (): Promise<void> => {
    calls += 1;
    if (calls === k) await session.close();
  };
  return {
    ...session,
    calls: () => calls,
    query: (sql, values) => guard().then(() => session.query(sql, values)),
    execute: (sql) => guard().then(() => session.execute(sql)),
  };
}

test('every call may be the last one', async () => {
  const count = async (k: number): Promise<{ calls: number; state: unknown; code: string | undefined }> => {
    const database = await testDatabase();
    const first = await database.session();
    await createLedger(first);
    const session = endingAt(k, first);
    const code = await runMigration(session, MIGRATION, 'up', OPTIONS).then(
      () => undefined,
      (error: unknown) => (withLostConnection(error) as { code?: string }).code ?? 'none',
    );
    const again = await database.session();
    if (code !== undefined) await runMigration(again, MIGRATION, 'up', OPTIONS);
    const [state] = await again.query(INTERRUPTED_STATE);
    await database.drop();
    return { calls: session.calls(), state, code };
  };
  const whole = await count(0);
  expect(whole).toMatchObject({
    code: undefined,
    state: { rows: 50, noted: 50, indexes: 1, migrations: 'm.sql applied' },
  });
  const wrong: unknown[] = [];
  let tried = 0;
  for (let k = 1; k <= whole.calls; k += EVERY) {
    tried += 1;
    const { state, code } = await count(k);
    const isCoded = code !== undefined && /^MIG2(?:02|10)$/.test(code);
    if (!isCoded || JSON.stringify(state) !== JSON.stringify(whole.state)) wrong.push({ k, code, state });
  }
  if (EVERY === 1) process.stdout.write(`connection lost at each of ${tried} calls\n`);
  expect(wrong).toEqual([]);
}, 600_000);
