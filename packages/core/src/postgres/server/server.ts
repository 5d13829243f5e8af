// A Postgres that lives as long as its caller: for scratch databases, demos and tests. Types and no code.
import type { Env } from '../../env/env.js';
import type { Session } from '../session.js';

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
