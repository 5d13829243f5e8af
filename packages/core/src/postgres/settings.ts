// From flags, URL, environment, service file and password file to what a connection needs, as libpq decides it.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Env } from '../env/env.js';
import { coreError } from '../errors/tool-error.js';
import type { Redactor } from '../report/redact.js';
import { parseConnectionString } from './connection-string.js';
import { PARAMETERS, type Parameter, type ParameterSet, type SetParameter } from './parameters.js';
import { readPassword } from './password-file.js';
import { readService } from './service-file.js';

export const SSL_MODES = ['disable', 'allow', 'prefer', 'require', 'verify-ca', 'verify-full'] as const;
export type SslMode = (typeof SSL_MODES)[number];

export const TARGET_SESSIONS = ['any', 'read-write', 'read-only', 'primary', 'standby', 'prefer-standby'] as const;
export type TargetSession = (typeof TARGET_SESSIONS)[number];

export interface HostSettings {
  /** A name, an address, or the folder of a Unix socket (begins with a slash). */
  readonly host: string;
  /** Where to connect, if not to `host`; certificates are still checked against `host`. */
  readonly address?: string;
  readonly port: number;
  readonly password?: string;
}

export interface ConnectionSettings {
  /** Tried in this order. */
  readonly hosts: readonly HostSettings[];
  readonly user: string;
  readonly database: string;
  readonly sslMode: SslMode;
  readonly ssl: {
    readonly rootCertificate?: string;
    readonly certificate?: string;
    readonly key?: string;
    readonly passphrase?: string;
    readonly sni: boolean;
  };
  readonly targetSession: TargetSession;
  readonly connectTimeoutMs: number;
  readonly options?: string;
  readonly applicationName?: string;
  /** Where each setting came from, for messages: `host` → `PGHOST`. */
  readonly sources: Readonly<Partial<Record<Parameter, string>>>;
}

/**
 * The settings of the connection: the string that is given (a `--connection` flag, else `DATABASE_URL`), its service,
 * the `PG*` variables, the password file, defaults. Every password goes to the redactor. Throws CORE201.
 */
export async function resolveConnection(
  env: Env,
  redactor: Redactor,
  explicit?: string,
  flag = '--connection',
): Promise<ConnectionSettings> {
  const url = explicit ?? env.variables['DATABASE_URL'];
  const given = url ? parseConnectionString(url, explicit === undefined ? 'DATABASE_URL' : flag) : {};
  const environment = fromVariables(env.variables);
  const service = given.service ?? environment.service;
  const file = given.servicefile ?? environment.servicefile;
  const fromService = service ? await readService(env, service.value, file?.value) : {};
  const set: ParameterSet = { ...environment, ...fromService, ...given };
  redactor.add(set.password?.value);
  redactor.add(set.sslpassword?.value);
  const settings = await interpret(env, set);
  for (const { password } of settings.hosts) redactor.add(password);
  return settings;
}

function fromVariables(variables: Env['variables']): ParameterSet {
  const found: Partial<Record<Parameter, SetParameter>> = {};
  for (const [parameter, variable] of Object.entries(PARAMETERS) as [Parameter, string | undefined][]) {
    const value = variable && variables[variable];
    if (value) found[parameter] = { value, source: variable };
  }
  return found;
}

async function interpret(env: Env, set: ParameterSet): Promise<ConnectionSettings> {
  refuseUnsupported(set);
  const user = set.user?.value ?? env.userName;
  if (user === '')
    throw wrong('user', 'no user is named and this process has none', 'set PGUSER, or put user@ into the URL');
  const database = set.dbname?.value ?? user;
  const sslMode = oneOf(set, 'sslmode', SSL_MODES, 'prefer');
  const sources = Object.fromEntries(Object.entries(set).map(([name, { source }]) => [name, source]));
  const hosts = await Promise.all(
    readHosts(set).map(async (host): Promise<HostSettings> => {
      const password = set.password ?? (await passwordFor(env, set, { ...host, user, database }));
      if (password && !sources['password']) sources['password'] = password.source;
      return password ? { ...host, password: password.value } : host;
    }),
  );
  const timeout = Number(set.connect_timeout?.value ?? 10);
  if (!Number.isFinite(timeout))
    throw wrong('connect_timeout', 'it is no number of seconds', 'write a number, for example 10');
  const applicationName = set.application_name ?? set.fallback_application_name;
  return {
    hosts: set.load_balance_hosts?.value === 'random' ? shuffle(hosts, env.random) : hosts,
    user,
    database,
    sslMode,
    ssl: sslFiles(env, set, sslMode),
    targetSession: oneOf(set, 'target_session_attrs', TARGET_SESSIONS, 'any'),
    connectTimeoutMs: Math.max(0, timeout) * 1_000,
    ...(set.options && { options: set.options.value }),
    ...(applicationName && { applicationName: applicationName.value }),
    sources,
  };
}

/** What node-postgres cannot do and a user may rely on is refused, not ignored. */
function refuseUnsupported(set: ParameterSet): void {
  if (set.gssencmode?.value === 'require')
    throw wrong('gssencmode', 'GSSAPI encryption is not supported', 'use TLS: sslmode=verify-full');
  if (set.channel_binding?.value === 'require')
    throw wrong('channel_binding', 'it cannot be enforced here', 'use sslmode=verify-full with channel_binding=prefer');
  const encoding = set.client_encoding?.value;
  if (encoding && !/^(utf-?8|auto|unicode)$/i.test(encoding))
    throw wrong('client_encoding', `${encoding} is not supported`, 'leave it out; the connection uses UTF8');
}

function readHosts(set: ParameterSet): { host: string; address?: string; port: number }[] {
  const names = set.host?.value.split(',') ?? [];
  const addresses = set.hostaddr?.value.split(',') ?? [];
  const ports = (set.port?.value ?? '').split(',').map((port) => (port === '' ? 5432 : Number(port)));
  const count = Math.max(names.length, addresses.length, 1);
  if (names.length > 0 && addresses.length > 0 && names.length !== addresses.length) {
    throw wrong(
      'hostaddr',
      `${addresses.length} addresses for ${names.length} hosts`,
      'give one address for each host',
    );
  }
  if (ports.length !== 1 && ports.length !== count)
    throw wrong('port', `${ports.length} ports for ${count} hosts`, 'give one port, or one for each host');
  return Array.from({ length: count }, (_, index) => {
    const port = ports.length === 1 ? (ports[0] ?? 5432) : (ports[index] ?? 5432);
    if (!Number.isInteger(port) || port < 1 || port > 65_535)
      throw wrong('port', 'a port is a number from 1 to 65535', 'the usual one is 5432');
    const address = addresses[index] || undefined;
    const host = names[index] || address || defaultHost(port);
    return { host, port, ...(address && address !== host && { address }) };
  });
}

/** The socket folder of Debian's server, else that of a server built from source, else TCP. */
function defaultHost(port: number): string {
  const folder = ['/var/run/postgresql', '/tmp'].find((candidate) => existsSync(join(candidate, `.s.PGSQL.${port}`)));
  return folder ?? 'localhost';
}

function passwordFor(
  env: Env,
  set: ParameterSet,
  question: { host: string; port: number; user: string; database: string },
): Promise<SetParameter | undefined> {
  const usual =
    process.platform === 'win32'
      ? join(env.variables['APPDATA'] ?? '', 'postgresql', 'pgpass.conf')
      : join(env.homeDirectory, '.pgpass');
  return readPassword(set.passfile?.value ?? usual, question);
}

/** Files that are named, or those in ~/.postgresql that libpq takes by itself. */
function sslFiles(env: Env, set: ParameterSet, mode: SslMode): ConnectionSettings['ssl'] {
  if (mode === 'disable') return { sni: true };
  const inHome = (name: string): string | undefined => {
    const path = join(env.homeDirectory, '.postgresql', name);
    return existsSync(path) ? path : undefined;
  };
  const rootCertificate = set.sslrootcert?.value ?? inHome('root.crt');
  const certificate = set.sslcert?.value ?? inHome('postgresql.crt');
  const key = set.sslkey?.value ?? (certificate ? inHome('postgresql.key') : undefined);
  if (rootCertificate === 'system' && mode !== 'verify-full')
    throw wrong('sslrootcert', 'system needs sslmode=verify-full', 'set sslmode=verify-full');
  return {
    sni: set.sslsni?.value !== '0',
    ...(rootCertificate && { rootCertificate }),
    ...(certificate && { certificate }),
    ...(key && { key }),
    ...(set.sslpassword && { passphrase: set.sslpassword.value }),
  };
}

function oneOf<T extends string>(set: ParameterSet, name: Parameter, values: readonly T[], fallback: T): T {
  const given = set[name]?.value;
  if (given === undefined) return fallback;
  const known = values.find((value) => value === given);
  if (known) return known;
  throw wrong(name, `"${given}" is none of ${values.join(', ')}`, `write ${name}=${fallback}`);
}

function shuffle<T>(items: readonly T[], random: () => number): T[] {
  const result = [...items];
  for (let at = result.length - 1; at > 0; at -= 1) {
    const other = Math.floor(random() * (at + 1));
    [result[at], result[other]] = [result[other] as T, result[at] as T];
  }
  return result;
}

function wrong(name: string, reason: string, help: string): Error {
  return coreError('CORE201', { message: `connection setting ${name}: ${reason}`, help });
}
