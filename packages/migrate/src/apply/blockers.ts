import type { Session } from '@senior-backend/core/postgres/session';

interface Blocker {
  readonly pid: number;
  readonly application: string;
  readonly state: string | null;
  readonly since: string;
}

/** Who holds a lock on a table that a statement names: `process 4711 (web, idle in transaction since 12 s)`. */
export async function blockersOf(session: Session, sql: string): Promise<string> {
  const blockers = await session.query<Blocker>(
    `SELECT DISTINCT a.pid, a.application_name AS application, a.state, extract(epoch FROM clock_timestamp() - a.xact_start)::int || ' s' AS since
     FROM pg_locks l
     JOIN pg_class c ON c.oid = l.relation
     JOIN pg_stat_activity a ON a.pid = l.pid
     WHERE l.pid <> pg_backend_pid() AND l.granted AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
       AND c.relkind IN ('r', 'p', 'm') AND c.oid >= 16384 AND strpos($1, c.relname) > 0 AND a.xact_start IS NOT NULL
     ORDER BY a.pid LIMIT 5`,
    [sql],
  );
  return blockers
    .map(
      ({ pid, application, state, since }) =>
        `process ${pid} (${application || 'no name'}, ${state ?? 'working'} since ${since})`,
    )
    .join(', ');
}
