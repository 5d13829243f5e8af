// PGlite: PostgreSQL in WebAssembly, inside this process. One session at a time, no pg_dump.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PGlite } from '@electric-sql/pglite';
import { createRedactor } from '../../report/redact.js';
import { connect } from '../connect.js';
import type { Notice, Session } from '../session.js';
import { resolveConnection } from '../settings.js';
import { freePort } from './free-port.js';
import { FOLDER_PREFIX, noteOwner, sweepLeftovers } from './leftovers.js';
import type { ServerOptions, ThrowawayServer } from './server.js';

const KEEP_TEXT = (value: string): string => value;
/** int8 and numeric stay text, as node-postgres has them. */
const PARSERS = { 20: KEEP_TEXT, 1700: KEEP_TEXT };

/** Undefined where PGlite is not installed. With `tcp` it listens, for many clients of the one database `postgres`. */
export async function startEmbedded(options: ServerOptions, tried: string[]): Promise<ThrowawayServer | undefined> {
  const module = await importOptional(() => import('@electric-sql/pglite'));
  if (!module) {
    tried.push('@electric-sql/pglite is not installed');
    return undefined;
  }
  await sweepLeftovers();
  const folder = await mkdtemp(join(tmpdir(), FOLDER_PREFIX));
  await noteOwner(folder);
  const { pg_stat_statements } = await import('@electric-sql/pglite/contrib/pg_stat_statements');
  const dataDir = join(folder, 'data');
  const open = (database: string): Promise<PGlite> =>
    module.PGlite.create({
      dataDir,
      database,
      relaxedDurability: true,
      parsers: PARSERS,
      extensions: { pg_stat_statements },
    });
  const first = await open('postgres');
  const version = await first.query<{ server_version: string }>('SHOW server_version');
  const face = {
    kind: 'embedded' as const,
    description: `PostgreSQL ${version.rows[0]?.server_version.split(' ')[0] ?? ''}, embedded (PGlite)`,
    binFolder: undefined,
  };
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true });
  return options.tcp ? listening(face, first, remove, options) : inProcess(face, first, open, remove);
}

type Face = Pick<ThrowawayServer, 'kind' | 'description' | 'binFolder'>;

async function importOptional<Module>(load: () => Promise<Module>): Promise<Module | undefined> {
  return load().catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ERR_MODULE_NOT_FOUND' || error.code === 'MODULE_NOT_FOUND') return undefined;
    throw error;
  });
}

/** Many databases, one session at a time. */
function inProcess(
  face: Face,
  first: PGlite,
  open: (database: string) => Promise<PGlite>,
  remove: () => Promise<void>,
): ThrowawayServer {
  let current = first;
  const close = async (): Promise<void> => {
    if (!current.closed) await current.close();
  };
  const use = async (database: string): Promise<PGlite> => {
    await close();
    current = await open(database);
    return current;
  };
  return {
    ...face,
    url: () => undefined,
    async createDatabase(name) {
      await (await use('postgres')).exec(`CREATE DATABASE "${name.replaceAll('"', '""')}" TEMPLATE template0`);
    },
    connect: async (database = 'postgres') => embeddedSession(await use(database), database),
    async stop() {
      await close();
      await remove();
    },
  };
}

/** One database for many clients, their statements one after the other. Every database name leads to it. */
async function listening(
  face: Face,
  database: PGlite,
  remove: () => Promise<void>,
  { env }: ServerOptions,
): Promise<ThrowawayServer> {
  const { PGLiteSocketServer } = await import('@electric-sql/pglite-socket');
  const port = await freePort();
  const server = new PGLiteSocketServer({ db: database, port, host: '127.0.0.1', maxConnections: 50 });
  await server.start();
  const url = `postgresql://postgres@127.0.0.1:${port}/postgres?sslmode=disable`;
  return {
    ...face,
    url: () => url,
    createDatabase: async () => undefined,
    connect: async () => connect(await resolveConnection({ ...env, variables: {} }, createRedactor(), url)),
    async stop() {
      await server.stop();
      if (!database.closed) await database.close();
      await remove();
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
    async stream<Row extends object>(sql: string, take: (row: Row) => void) {
      for (const { rows } of await database.exec(sql, { onNotice })) for (const row of rows) take(row as Row);
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
