// A Postgres that lives as long as its caller: for scratch databases, demos and tests.
import type { Env } from '../../env/env.js';
import { coreError } from '../../errors/tool-error.js';
import type { Session } from '../session.js';
import { findLocalBinaries, findPackagedBinaries } from './binaries.js';

export interface ThrowawayServer {
  readonly kind: 'local' | 'packaged' | 'embedded';
  /** For people: `PostgreSQL 15.18, local binaries`. */
  readonly description: string;
  /** A connection string of its superuser; undefined for the embedded Postgres, which has no address. */
  readonly url: (database: string) => string | undefined;
  /** Where pg_dump may be; undefined for the embedded Postgres. */
  readonly binFolder: string | undefined;
  createDatabase(name: string): Promise<void>;
  connect(database?: string): Promise<Session>;
  /** Ends the server and removes its files. May be called twice. */
  stop(): Promise<void>;
}

export interface ServerOptions {
  readonly env: Env;
  /** Which kinds may be used, in this order. All three by default. */
  readonly kinds?: readonly ThrowawayServer['kind'][];
  /** Only this major version of local binaries. */
  readonly major?: number;
  /** Settings for postgresql.conf: `shared_preload_libraries` → `pg_stat_statements`. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Also listen on a free port of 127.0.0.1, with a password; otherwise a Unix socket alone (TCP alone on Windows). */
  readonly tcp?: boolean;
}

/** Starts the first kind of server that can be had here. Throws CORE205 that says what was tried. */
export async function startServer(options: ServerOptions): Promise<ThrowawayServer> {
  const tried: string[] = [];
  for (const kind of options.kinds ?? ['local', 'packaged', 'embedded']) {
    const server = await startKind(kind, options, tried);
    if (server) return server;
  }
  throw coreError('CORE205', {
    message: `no throw-away Postgres could be started: ${tried.join('; ')}`,
    help: 'install a server (apt-get install postgresql), or npm install -D @electric-sql/pglite',
  });
}

async function startKind(
  kind: ThrowawayServer['kind'],
  options: ServerOptions,
  tried: string[],
): Promise<ThrowawayServer | undefined> {
  if (kind === 'embedded') {
    const { startEmbedded } = await import('./embedded-server.js');
    return startEmbedded(options, tried);
  }
  const { startCluster } = await import('./cluster-server.js');
  const found =
    kind === 'local'
      ? findLocalBinaries(options.env)
      : [findPackagedBinaries(options.env)].filter((one) => one !== undefined);
  const fitting = found.filter(({ major }) => options.major === undefined || major === options.major);
  if (fitting.length === 0)
    tried.push(kind === 'local' ? 'no local server binaries' : 'no packaged server for this platform');
  for (const binaries of fitting) {
    try {
      return await startCluster(binaries, options);
    } catch (error) {
      if (options.env.signal.aborted) throw error;
      tried.push(`${binaries.folder}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return undefined;
}
