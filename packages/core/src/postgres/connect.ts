// Opens a session on the first host that will have us, with TLS as sslmode says.

import { CORE_CODES } from '../errors/codes.js';
import { errorsOf, type ToolError } from '../errors/tool-error.js';
import { pg } from './load-pg.js';
import { pgSession, TEXT_ARRAYS } from './pg-session.js';
import { isServerError, type Session } from './session.js';
import type { ConnectionSettings, HostSettings, TargetSession } from './settings.js';
import { type TlsAttempt, tlsAttempts } from './tls.js';

const fail = errorsOf(CORE_CODES);

export interface ConnectOptions {
  /** Another database of the same server. */
  readonly database?: string;
  /** What `pg_stat_activity` shows; a name in the settings wins. */
  readonly applicationName?: string;
}

/**
 * Connects. Hosts are tried in order, each with TLS or without as `sslmode` says, until one fits `target_session_attrs`.
 * Throws CORE202 (no answer), CORE203 (refused), CORE204 (TLS).
 */
export async function connect(settings: ConnectionSettings, options: ConnectOptions = {}): Promise<Session> {
  const rounds: readonly TargetSession[] =
    settings.targetSession === 'prefer-standby' ? ['standby', 'any'] : [settings.targetSession];
  let lastError: unknown;
  for (const target of rounds) {
    for (const host of settings.hosts) {
      try {
        const session = await connectHost(settings, host, options);
        if (await fits(session, target)) return session;
        await session.close();
        lastError = new Error(`the server is not ${target}`);
      } catch (error) {
        lastError = error;
        // A wrong password is wrong on every host: libpq stops there too.
        if (isServerError(error) && error.code.startsWith('28')) break;
      }
    }
  }
  throw connectError(settings, options, lastError);
}

async function connectHost(
  settings: ConnectionSettings,
  host: HostSettings,
  options: ConnectOptions,
): Promise<Session> {
  const attempts = await tlsAttempts(settings, host);
  for (const [index, ssl] of attempts.entries()) {
    try {
      return await connectOnce(settings, host, options, ssl);
    } catch (error) {
      if (index === attempts.length - 1 || !mayTryOtherwise(error)) throw error;
    }
  }
  throw new Error('no way to connect was tried');
}

/** With `prefer` and `allow` the other way is tried where TLS, or its absence, is what the server would not have. */
function mayTryOtherwise(error: unknown): boolean {
  if (isServerError(error)) return error.code === '28000';
  return (
    error instanceof Error && !('syscall' in error && error.syscall === 'connect') && !/timeout/i.test(error.message)
  );
}

async function connectOnce(
  settings: ConnectionSettings,
  host: HostSettings,
  options: ConnectOptions,
  ssl: TlsAttempt,
): Promise<Session> {
  const client = new pg.Client({
    host: host.address ?? host.host,
    port: host.port,
    user: settings.user,
    database: options.database ?? settings.database,
    // A function, so that node-postgres looks neither at PGPASSWORD nor at .pgpass: both have been read.
    password: () => host.password ?? '',
    ssl,
    application_name: settings.applicationName ?? options.applicationName ?? 'senior-backend',
    keepAlive: true,
    ...(settings.options && { options: settings.options }),
    ...(settings.connectTimeoutMs > 0 && { connectionTimeoutMillis: settings.connectTimeoutMs }),
    types: { getTypeParser: parserFor as typeof pg.types.getTypeParser },
  });
  // Without a listener a lost connection would end the process; the next query fails with the same error.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await pgSession(client, () => connectOnce(settings, host, options, ssl));
  } catch (error) {
    await client.end().catch(() => undefined);
    throw error;
  }
}

function parserFor(oid: number, format?: 'text' | 'binary'): unknown {
  return pg.types.getTypeParser(TEXT_ARRAYS.has(oid) ? 1009 : oid, format as 'text');
}

async function fits(session: Session, target: TargetSession): Promise<boolean> {
  if (target === 'any') return true;
  const [state] = await session.query<{ standby: boolean; read_only: boolean }>(
    "SELECT pg_is_in_recovery() AS standby, current_setting('transaction_read_only') = 'on' AS read_only",
  );
  switch (target) {
    case 'primary':
      return state?.standby === false;
    case 'standby':
    case 'prefer-standby':
      return state?.standby === true;
    case 'read-write':
      return state?.read_only === false;
    case 'read-only':
      return state?.read_only === true;
    default:
      return target satisfies never;
  }
}

/** ` (host, port and user from DATABASE_URL; password from ~/.pgpass)`: where each setting was found. */
function originOf({ sources }: ConnectionSettings): string {
  const bySource = new Map<string, string[]>();
  for (const name of ['host', 'port', 'user', 'dbname', 'password'] as const) {
    const source = sources[name];
    if (source !== undefined) bySource.set(source, [...(bySource.get(source) ?? []), name]);
  }
  if (bySource.size === 0) return '';
  const parts = [...bySource].map(
    ([source, names]) => `${names.join(', ').replace(/, (\w+)$/, ' and $1')} from ${source}`,
  );
  return ` (${parts.join('; ')})`;
}

function connectError(settings: ConnectionSettings, options: ConnectOptions, cause: unknown): ToolError {
  if (cause instanceof Error && cause.name === 'ToolError') return cause as ToolError;
  const database = options.database ?? settings.database;
  const where = settings.hosts
    .map(({ host, port }) => (host.startsWith('/') ? `${host}/.s.PGSQL.${port}` : `${host}:${port}`))
    .join(', ');
  const origin = originOf(settings);
  const said = cause instanceof Error ? cause.message || String((cause as NodeJS.ErrnoException).code) : String(cause);
  if (isServerError(cause) && /^(28|3D)/.test(cause.code)) {
    const message = `${where} refused user "${settings.user}" on database "${database}": ${said}${origin}`;
    return fail('CORE203', { message, help: refusalHelp(cause.code, database), cause });
  }
  if (/client password must be a string|SASL/.test(said)) {
    const message = `${where} asks user "${settings.user}" for a password, and none is set${origin}`;
    return fail('CORE203', {
      message,
      help: 'set PGPASSWORD, add a line to ~/.pgpass (mode 0600), or put it into the URL',
      cause,
    });
  }
  if (/SSL|TLS|certificate|self.signed|altnames|CERT/i.test(said)) {
    const message = `TLS with ${where} failed under sslmode=${settings.sslMode}: ${said}`;
    return fail('CORE204', { message, help: tlsHelp(said), cause });
  }
  return fail('CORE202', {
    message: `no Postgres answers at ${where}: ${said}${origin}`,
    help: settings.hosts[0]?.host.startsWith('/')
      ? 'is the server running, and is this its socket folder? set PGHOST'
      : 'is the server running? check host and port, or set --connection, DATABASE_URL or PGHOST',
    cause,
  });
}

function refusalHelp(code: string, database: string): string {
  return code === '3D000'
    ? `create it: createdb ${database}, or name another database`
    : 'check the user, the password and pg_hba.conf';
}

function tlsHelp(said: string): string {
  return /does not support SSL/i.test(said)
    ? 'the server has no TLS: turn ssl on there, or use sslmode=prefer'
    : 'set sslrootcert to the certificate of the authority that signed the server';
}
