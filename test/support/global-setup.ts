// One Postgres for the whole run; each case gets a database of its own from it (see postgres.ts).
import { memoryEnv } from '../../packages/core/src/env/memory-env.js';
import { startServer } from '../../packages/core/src/postgres/server/throwaway-server.js';

export const SERVER_VARIABLES = {
  url: 'TEST_SERVER_URL',
  binFolder: 'TEST_SERVER_BIN',
  description: 'TEST_SERVER',
} as const;

export async function setup(): Promise<() => Promise<void>> {
  const env = memoryEnv({ cwd: process.cwd(), variables: { PATH: process.env['PATH'] ?? '' } });
  const settings = {
    shared_preload_libraries: 'pg_stat_statements',
    // All tests share the server's counters: at the standard 5,000 statements, those of one push out those of another.
    'pg_stat_statements.max': '100000',
    max_connections: '300',
    autovacuum: 'off',
  };
  const server = await startServer({ env, kinds: ['local', 'packaged'], settings, tcp: true });
  process.env[SERVER_VARIABLES.url] = server.url('postgres') ?? '';
  process.env[SERVER_VARIABLES.binFolder] = server.binFolder ?? '';
  process.env[SERVER_VARIABLES.description] = server.description;
  return () => server.stop();
}
