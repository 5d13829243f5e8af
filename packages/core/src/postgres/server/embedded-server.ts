// PGlite: PostgreSQL in WebAssembly, inside this process. One session at a time, no address, no pg_dump.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PGlite } from '@electric-sql/pglite';
import type { Notice, Session } from '../session.js';
import { FOLDER_PREFIX, noteOwner, sweepLeftovers } from './leftovers.js';
import type { ThrowawayServer } from './throwaway-server.js';

const KEEP_TEXT = (value: string): string => value;
/** int8 and numeric stay text, as node-postgres has them. */
const PARSERS = { 20: KEEP_TEXT, 1700: KEEP_TEXT };

/** Undefined where PGlite is not installed. */
export async function startEmbedded(tried: string[]): Promise<ThrowawayServer | undefined> {
  const module = await import('@electric-sql/pglite').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ERR_MODULE_NOT_FOUND') return undefined;
    throw error;
  });
  if (!module) {
    tried.push('@electric-sql/pglite is not installed');
    return undefined;
  }
  await sweepLeftovers();
  const folder = await mkdtemp(join(tmpdir(), FOLDER_PREFIX));
  await noteOwner(folder);
  const dataDir = join(folder, 'data');
  const open = (database: string): Promise<PGlite> =>
    module.PGlite.create({ dataDir, database, relaxedDurability: true, parsers: PARSERS });
  let current: PGlite | undefined;
  const close = async (): Promise<void> => {
    if (current && !current.closed) await current.close();
    current = undefined;
  };
  const use = async (database: string): Promise<PGlite> => {
    await close();
    current = await open(database);
    return current;
  };
  const first = await use('postgres');
  const version = await first.query<{ server_version: string }>('SHOW server_version');
  return {
    kind: 'embedded',
    description: `PostgreSQL ${version.rows[0]?.server_version.split(' ')[0] ?? ''}, embedded (PGlite)`,
    url: () => undefined,
    binFolder: undefined,
    async createDatabase(name) {
      await (await use('postgres')).exec(`CREATE DATABASE "${name.replaceAll('"', '""')}" TEMPLATE template0`);
    },
    connect: async (database = 'postgres') => embeddedSession(await use(database), database),
    async stop() {
      await close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function embeddedSession(database: PGlite, name: string): Promise<Session> {
  const listeners: ((notice: Notice) => void)[] = [];
  const onNotice = (message: {
    severity?: string | undefined;
    code?: string | undefined;
    message?: string | undefined;
  }): void => {
    const notice = {
      severity: message.severity ?? 'NOTICE',
      code: message.code ?? '00000',
      message: message.message ?? '',
    };
    for (const listener of listeners) listener(notice);
  };
  const version = await database.query<{ version: string; user: string }>(
    "SELECT current_setting('server_version_num') AS version, current_user AS user",
  );
  return {
    serverVersion: Number(version.rows[0]?.version),
    database: name,
    user: version.rows[0]?.user ?? '',
    processId: undefined,
    async query<Row extends object>(sql: string, values: readonly unknown[] = []) {
      return (await database.query<Row>(sql, [...values], { onNotice })).rows;
    },
    async execute(sql) {
      await database.exec(sql, { onNotice });
    },
    onNotice(listener) {
      listeners.push(listener);
    },
    // A statement of the embedded Postgres runs inside the call: nothing else could ask for its end.
    cancel: async () => undefined,
    close: async () => {
      if (!database.closed) await database.close();
    },
  };
}
