// Which throw-away Postgres can be had on this machine.
import { coreError } from '../../errors/tool-error.js';
import { findLocalBinaries, findPackagedBinaries } from './binaries.js';
import type { ServerOptions, ThrowawayServer } from './server.js';

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
