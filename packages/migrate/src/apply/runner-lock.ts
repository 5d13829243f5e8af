// One runner a database: a session-level advisory lock, polled. A session that waits inside pg_advisory_lock would hold a
// snapshot, and CREATE INDEX CONCURRENTLY would wait for it while it waits for us.
import type { Env } from '@senior-backend/core/env/env';
import type { Session } from '@senior-backend/core/postgres/session';
import { migrateError } from '../codes.js';
import { pause } from './pause.js';

/** "db-migrate" read as two 32-bit numbers; advisory locks are a database's own. */
const LOCK = [0x64622d6d, 0x69677261] as const;

const POLL_MS = 100;

interface Holder {
  readonly pid: number;
  readonly application: string;
  readonly since: string;
}

/** Waits for at most `waitMs`. Throws MIG204 with the holder. The lock goes with the session. */
export async function takeRunnerLock(session: Session, env: Env, waitMs: number): Promise<void> {
  const until = env.monotonicMs() + waitMs;
  for (;;) {
    const [row] = await session.query<{ taken: boolean }>('SELECT pg_try_advisory_lock($1, $2) AS taken', LOCK);
    if (row?.taken) return;
    if (env.monotonicMs() >= until) throw held(await holderOf(session), waitMs);
    await pause(POLL_MS * (0.5 + env.random()), env.signal);
  }
}

async function holderOf(session: Session): Promise<Holder | undefined> {
  const [holder] = await session.query<Holder>(
    `SELECT a.pid, a.application_name AS application, a.backend_start::text AS since
     FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
     WHERE l.locktype = 'advisory' AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
       AND l.classid::bigint = $1 AND l.objid::bigint = $2 AND l.granted`,
    LOCK,
  );
  return holder;
}

function held(holder: Holder | undefined, waitMs: number): Error {
  const who = holder
    ? `process ${holder.pid} (${holder.application || 'no name'}), connected since ${holder.since}`
    : 'another session';
  return migrateError('MIG204', {
    message: `${who} is migrating this database`,
    help: `waited ${Math.round(waitMs / 100) / 10} s; run again when it is done, or wait longer with --lock-wait`,
  });
}
