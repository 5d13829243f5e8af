import type { Client } from 'pg';
import type { Notice, Session } from './session.js';

/** Names and character arrays that node-postgres leaves as text: `name[]`, `"char"[]`. */
export const TEXT_ARRAYS: ReadonlySet<number> = new Set([1002, 1003]);

/** A session over a connected client of node-postgres. `cancelWith` opens the side connection that cancels. */
export async function pgSession(client: Client, cancelWith: () => Promise<Session>): Promise<Session> {
  const { rows } = await client.query<{ version: string; database: string; user: string; pid: number }>(
    "SELECT current_setting('server_version_num') AS version, current_database() AS database, current_user AS user, pg_backend_pid() AS pid",
  );
  const [about] = rows;
  if (!about) throw new Error('the server does not say its version');
  return {
    serverVersion: Number(about.version),
    database: about.database,
    user: about.user,
    processId: about.pid,
    async query<Row extends object>(sql: string, values: readonly unknown[] = []) {
      const result = await client.query<Row>({ text: sql, values: [...values] });
      return result.rows;
    },
    async execute(sql) {
      await client.query(sql);
    },
    onNotice(listener) {
      client.on('notice', (message) => {
        listener(toNotice(message));
      });
    },
    async cancel() {
      const side = await cancelWith();
      try {
        await side.query('SELECT pg_cancel_backend($1)', [about.pid]);
      } finally {
        await side.close();
      }
    },
    close: () => client.end(),
  };
}

function toNotice(message: {
  severity?: string | undefined;
  code?: string | undefined;
  message?: string | undefined;
}): Notice {
  return { severity: message.severity ?? 'NOTICE', code: message.code ?? '00000', message: message.message ?? '' };
}
