// A place to load schemas into: databases on the server that is compared, or on one of its own.
import { randomBytes } from 'node:crypto';
import type { Env } from '@senior-backend/core/env/env';
import { coreError } from '@senior-backend/core/errors/tool-error';
import { connect } from '@senior-backend/core/postgres/connect';
import { isServerError, type Session } from '@senior-backend/core/postgres/session';
import { type ConnectionSettings, resolveConnection } from '@senior-backend/core/postgres/settings';
import { quoteIdentifier, quoteLiteral } from '@senior-backend/core/postgres/sql/quote';
import { createRedactor } from '@senior-backend/core/report/redact';
import { migrateError } from '../codes.js';

export type ScratchChoice = 'auto' | 'server' | 'embedded' | { readonly settings: ConnectionSettings };

export interface Scratch {
  /** `server`, `local`, `packaged`, `embedded` or `url`. */
  readonly kind: string;
  /** For people. */
  readonly description: string;
  /** How pg_dump reaches a database of it; undefined where it cannot. */
  readonly dumpSettings: (database: string) => ConnectionSettings | undefined;
  /** Makes an empty database and gives its name. */
  create(): Promise<string>;
  /** Where the server was started for this run alone, and nobody else's roles are there: makes one if it is missing. */
  readonly createRole?: (session: Session, name: string) => Promise<void>;
  /** One database at a time: the embedded Postgres has one session. */
  use<T>(database: string, work: (session: Session) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** The connected database: the scratch server is to be like its server. */
export interface Beside {
  readonly live: Session;
  readonly settings: ConnectionSettings;
}

/**
 * A server of its own for roles: what a schema says of them would be done to the real ones beside it. It has the roles
 * of the live server that are not compared, and none of the others. Throws CORE001 where --scratch names a server.
 */
export async function openScratchForRoles(
  choice: ScratchChoice,
  { live }: Beside,
  env: Env,
  isCompared: (name: string) => boolean,
): Promise<Scratch> {
  if (choice === 'server' || typeof choice === 'object') {
    throw coreError('CORE001', {
      message: '--roles with --scratch: a schema that makes roles is loaded into a server that is started for it alone',
      help: 'leave --scratch out, or use --scratch embedded',
    });
  }
  const kinds = choice === 'embedded' ? (['embedded'] as const) : (['local', 'packaged', 'embedded'] as const);
  return onThrowawayServer(live, env, kinds, isCompared);
}

/** Throws MIG113 where there is no right to make a database, CORE205 where no server can be started. */
export async function openScratch(choice: ScratchChoice, beside: Beside | undefined, env: Env): Promise<Scratch> {
  if (typeof choice === 'object') return onServer('url', choice.settings);
  if (choice === 'embedded') return onThrowawayServer(beside?.live, env, ['embedded']);
  if (!beside) return onThrowawayServer(undefined, env, ['local', 'packaged', 'embedded']);
  const { live, settings } = beside;
  const [rights] = await live.query<{ may: boolean }>(
    'SELECT rolcreatedb OR rolsuper AS may FROM pg_roles WHERE rolname = current_user',
  );
  if (rights?.may) return onServer('server', settings);
  if (choice === 'server') {
    throw migrateError('MIG113', {
      message: `role ${live.user} may not create a database on this server`,
      help: `ALTER ROLE ${quoteIdentifier(live.user)} CREATEDB, or leave --scratch at auto`,
    });
  }
  return onThrowawayServer(live, env, ['local', 'packaged', 'embedded']);
}

const PREFIX = 'db_migrate_scratch_';

/** Connects when the first database is asked for: many comparisons need none. */
function onServer(kind: string, settings: ConnectionSettings): Scratch {
  const made: string[] = [];
  let opened: Promise<Session> | undefined;
  const administer = (): Promise<Session> => {
    opened ??= connect(settings, { applicationName: 'db-migrate' }).then(async (admin) => {
      await dropLeftovers(admin, settings);
      return admin;
    });
    return opened;
  };
  return {
    kind,
    description:
      kind === 'server' ? 'a temporary database on the same server' : 'a temporary database on the server of --scratch',
    dumpSettings: (database) => ({ ...settings, database }),
    async create() {
      const admin = await administer();
      const name = await createDatabase(admin);
      made.push(name);
      return name;
    },
    async use(database, work) {
      const session = await connect(settings, { database, applicationName: 'db-migrate scratch' });
      try {
        // Nobody misses a scratch database after a crash: no statement waits for the disk.
        await session.execute('SET synchronous_commit = off');
        return await work(session);
      } finally {
        await session.close();
      }
    },
    async close() {
      const admin = await opened?.catch(() => undefined);
      if (!admin) return;
      for (const name of made) {
        await dropSubscriptions(admin, settings, name);
        await dropDatabase(admin, name);
      }
      await admin.close();
    },
  };
}

/** Empty, with the encoding and the locale of the database that `admin` is in; named after the server's clock. */
async function createDatabase(admin: Session): Promise<string> {
  const [here] = await admin.query<{ encoding: string; collate: string; ctype: string; epoch: string }>(
    `SELECT pg_encoding_to_char(encoding) AS encoding, datcollate AS collate, datctype AS ctype, extract(epoch FROM now())::bigint::text AS epoch
     FROM pg_database WHERE datname = current_database()`,
  );
  const name = `${PREFIX}${here?.epoch ?? '0'}_${randomBytes(6).toString('hex')}`;
  const locale = here
    ? ` ENCODING ${quoteLiteral(here.encoding)} LC_COLLATE ${quoteLiteral(here.collate)} LC_CTYPE ${quoteLiteral(here.ctype)}`
    : '';
  await admin
    .execute(`CREATE DATABASE ${quoteIdentifier(name)} TEMPLATE template0${locale}`)
    .catch((cause: unknown) => {
      throw migrateError('MIG113', {
        message: `no scratch database could be made: ${cause instanceof Error ? cause.message : String(cause)}`,
        help: 'try --scratch embedded, or --scratch with the URL of another server',
        cause,
      });
    });
  return name;
}

const LEFTOVER_AGE_S = 900;

/** Scratch databases of runs that were killed: old, and nobody in them. */
async function dropLeftovers(admin: Session, settings: ConnectionSettings): Promise<void> {
  const leftovers = await admin.query<{ name: string }>(
    `SELECT d.datname AS name FROM pg_database d
     WHERE d.datname ~ ('^' || $1 || '[0-9]{9,11}_') AND pg_has_role(d.datdba, 'USAGE')
       AND split_part(substr(d.datname, length($1) + 1), '_', 1)::bigint < extract(epoch FROM now()) - $2
       AND NOT EXISTS (SELECT FROM pg_stat_activity a WHERE a.datid = d.oid)`,
    [PREFIX, LEFTOVER_AGE_S],
  );
  for (const { name } of leftovers) {
    await dropSubscriptions(admin, settings, name);
    await dropDatabase(admin, name);
  }
}

/** A database with subscriptions cannot be dropped. Theirs never connected: there is no slot to tell. */
async function dropSubscriptions(admin: Session, settings: ConnectionSettings, database: string): Promise<void> {
  const names = await admin.query<{ name: string }>(
    'SELECT s.subname AS name FROM pg_subscription s JOIN pg_database d ON d.oid = s.subdbid WHERE d.datname = $1',
    [database],
  );
  if (names.length === 0) return;
  const session = await connect(settings, { database, applicationName: 'db-migrate scratch' });
  try {
    for (const { name } of names) {
      await session.execute(`ALTER SUBSCRIPTION ${quoteIdentifier(name)} SET (slot_name = NONE)`);
      await session.execute(`DROP SUBSCRIPTION ${quoteIdentifier(name)}`);
    }
  } finally {
    await session.close();
  }
}

async function dropDatabase(admin: Session, name: string): Promise<void> {
  await admin.execute(`DROP DATABASE IF EXISTS ${quoteIdentifier(name)} WITH (FORCE)`).catch((error: unknown) => {
    // Sessions that a role may not end hold it: it is found and dropped by the next run.
    if (!isServerError(error)) throw error;
  });
}

/** Like the server of `live`, with its version and its roles; without it any version, and roles as they are asked for. */
async function onThrowawayServer(
  live: Session | undefined,
  env: Env,
  kinds: readonly ('local' | 'packaged' | 'embedded')[],
  isLeftOut: (role: string) => boolean = () => false,
): Promise<Scratch> {
  const { startServer } = await import('@senior-backend/core/postgres/server/throwaway-server');
  const major = live && kinds.includes('local') ? Math.floor(live.serverVersion / 10_000) : undefined;
  const server = await startServer({ env, kinds, ...(major !== undefined && { major }) });
  const url = server.url('postgres');
  const settings =
    url === undefined ? undefined : await resolveConnection({ ...env, variables: {} }, createRedactor(), url);
  if (live) await copyRoles(live, await server.connect(), isLeftOut);
  let count = 0;
  return {
    kind: server.kind,
    description: server.description,
    dumpSettings: (database) => settings && { ...settings, database },
    ...(!live && { createRole }),
    async create() {
      count += 1;
      const name = `${PREFIX}${count}`;
      await server.createDatabase(name);
      return name;
    },
    async use(database, work) {
      const session = await server.connect(database);
      try {
        if (live) await session.execute(`SET SESSION AUTHORIZATION ${quoteIdentifier(live.user)}`);
        return await work(session);
      } finally {
        await session.close();
      }
    },
    close: () => server.stop(),
  };
}

/** The names of the roles, so that owners and grants can be loaded; all without a password and without a login. */
async function copyRoles(live: Session, scratch: Session, isLeftOut: (role: string) => boolean): Promise<void> {
  const roles = await live.query<{ name: string }>("SELECT rolname AS name FROM pg_roles WHERE rolname !~ '^pg_'");
  for (const { name } of roles) if (name === live.user || !isLeftOut(name)) await createRole(scratch, name);
  await scratch.close();
}

async function createRole(session: Session, name: string): Promise<void> {
  const there = await session.query('SELECT FROM pg_roles WHERE rolname = $1', [name]);
  if (there.length === 0) await session.execute(`CREATE ROLE ${quoteIdentifier(name)} SUPERUSER`);
}
