import { connect } from '@senior-backend/core/postgres/connect';
import { isServerError, type Session } from '@senior-backend/core/postgres/session';
import type { ConnectionSettings } from '@senior-backend/core/postgres/settings';
import { requireVersion } from '../read/require-version.js';

/**
 * A session for a runner. The server looks every 200 ms whether we are still there, so that the locks of a runner that was
 * killed do not outlive it. Windows servers do not have that setting.
 */
export async function openRunnerSession(settings: ConnectionSettings): Promise<Session> {
  const session = await connect(settings, { applicationName: 'db-migrate' });
  requireVersion(session);
  await resetSession(session);
  return session;
}

/** Every setting that a file made is gone again. */
export async function resetSession(session: Session): Promise<void> {
  await session.execute('RESET ALL');
  await session.execute("SET client_connection_check_interval = '200ms'").catch((error: unknown) => {
    // 22023: the platform of the server has no way to look.
    if (!isServerError(error) || error.code !== '22023') throw error;
  });
}
