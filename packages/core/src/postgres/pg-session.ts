import type { Client } from 'pg';
import { pg } from './load-pg.js';
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
    stream: (sql, take) => streamRows(client, sql, take),
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

function streamRows<Row extends object>(client: Client, sql: string, take: (row: Row) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    // What a listener throws would end the process: it is kept until the session is free again.
    let failure: { readonly error: unknown } | undefined;
    const query = new pg.Query<Row>(sql);
    query.on('row', (row) => {
      if (failure) return;
      try {
        take(row);
      } catch (error) {
        failure = { error };
      }
    });
    query.on('error', reject);
    query.on('end', () => {
      if (failure) reject(failure.error);
      else resolve();
    });
    client.query(query);
  });
}

function toNotice(message: {
  severity?: string | undefined;
  code?: string | undefined;
  message?: string | undefined;
}): Notice {
  return { severity: message.severity ?? 'NOTICE', code: message.code ?? '00000', message: message.message ?? '' };
}
