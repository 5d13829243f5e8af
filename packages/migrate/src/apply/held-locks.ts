import type { Session } from '@senior-backend/core/postgres/session';
import { LOCK_MODES } from '../plan/statement.js';
import { modeName } from '../prove/measure.js';

/** `16384 ACCESS EXCLUSIVE` for each lock that this session holds on a user's table or view that others can see. */
export async function heldLocks(session: Session): Promise<ReadonlySet<string>> {
  const rows = await session.query<{ relation: string; mode: string }>(
    `SELECT l.relation::text, l.mode
     FROM pg_locks l
     JOIN pg_class c ON c.oid = l.relation AND c.relkind IN ('r', 'p', 'm', 'v', 'f')
     JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname NOT IN ('pg_catalog', 'db_migrate')
     WHERE l.pid = pg_backend_pid() AND l.locktype = 'relation' AND l.granted`,
  );
  return new Set(rows.map(({ relation, mode }) => `${relation} ${modeName(mode)}`));
}

/** The strongest lock that is new. */
export function strongestNew(before: ReadonlySet<string>, after: ReadonlySet<string>): string | null {
  const fresh = [...after].filter((lock) => !before.has(lock)).map((lock) => lock.slice(lock.indexOf(' ') + 1));
  return LOCK_MODES.findLast((mode) => fresh.includes(mode)) ?? null;
}
