// What a comparison starts from: the connected database, or with --from a schema that is loaded where the other one is.

import { coreError } from '@senior-backend/core/errors/tool-error';
import type { CatalogPool } from '@senior-backend/core/postgres/catalog/pool';
import type { Session } from '@senior-backend/core/postgres/session';
import type { ToolContext } from '@senior-backend/core/tool/tool';
import { type Beside, openScratch, openScratchForRoles, type Scratch } from '../scratch/scratch.js';
import { scratchChoice } from '../scratch/scratch-choice.js';
import type { Settings } from '../settings.js';
import { readSchemaSource } from './files/schema-source.js';
import { connectSide, type LoadedSource, loadSide, readConnected, type Side } from './read-side.js';
import { requireVersion } from './require-version.js';
import { roleFilter } from './with-roles.js';

export interface Origin {
  /** The connected database, for what only its rows can say; undefined with --from. */
  readonly live: Session | undefined;
  readonly scratch: Scratch;
  /** A snapshot holds no passwords, and neither must what it is compared with. */
  readonly isSnapshot: boolean;
  /** Where plans are proved: with --roles on another server, since the roles of the desired schema are in the first one. */
  proofScratch(): Promise<Scratch>;
  read(pool: CatalogPool): Promise<Side>;
  close(): Promise<void>;
}

/** Throws CORE001 for a --from that is a database, and what connecting and starting a scratch server throw. */
export async function openOrigin(context: ToolContext<Settings>): Promise<Origin> {
  const { from, roles } = context.settings;
  if (from === undefined) return connectedOrigin(context);
  if (roles.length > 0) throw noServer('--from');
  const source = await readSchemaSource(from, context.env.cwd);
  if (source.kind !== 'database') return loadedOrigin(context, source);
  throw coreError('CORE001', {
    message: '--from takes a file, a folder or a snapshot',
    help: 'a database is what is compared from without it: --connection URL',
  });
}

/** Roles are of a server: a schema that is loaded somewhere has none. */
function noServer(what: string): Error {
  return coreError('CORE001', {
    message: `--roles with ${what}: roles are those of the connected server`,
    help: 'leave one of the two out',
  });
}

async function connectedOrigin(context: ToolContext<Settings>): Promise<Origin> {
  const beside = await openBeside(context);
  const { live, settings } = beside;
  const scratches: Scratch[] = [];
  const close = async (): Promise<void> => {
    for (const scratch of scratches) await scratch.close();
    await live.close();
  };
  const open = async (): Promise<Scratch> => {
    const choice = await scratchChoice(context);
    const { roles } = context.settings;
    const scratch =
      roles.length === 0
        ? await openScratch(choice, beside, context.env)
        : await openScratchForRoles(choice, beside, context.env, roleFilter(roles));
    scratches.push(scratch);
    return scratch;
  };
  try {
    const scratch = await open();
    return {
      live,
      scratch,
      isSnapshot: false,
      proofScratch: async () => (context.settings.roles.length === 0 ? scratch : open()),
      read: (pool) => readConnected({ session: live, settings }, context.settings, pool),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** A server is asked for only where --scratch names the connected one. */
async function loadedOrigin(context: ToolContext<Settings>, source: LoadedSource): Promise<Origin> {
  const choice = await scratchChoice(context);
  const beside = choice === 'server' ? await openBeside(context) : undefined;
  try {
    const scratch = await openScratch(choice, beside, context.env);
    return {
      live: undefined,
      scratch,
      isSnapshot: source.kind === 'snapshot',
      proofScratch: async () => scratch,
      async read(pool) {
        const side = await loadSide(source, scratch, context.settings, pool);
        const role = source.kind === 'snapshot' ? source.catalog.role : side.catalog.role;
        return { ...side, catalog: { ...side.catalog, role } };
      },
      async close() {
        await scratch.close();
        await beside?.live.close();
      },
    };
  } catch (error) {
    await beside?.live.close();
    throw error;
  }
}

async function openBeside(context: ToolContext<Settings>): Promise<Beside> {
  const { session: live, settings } = await connectSide(context, context.settings.connection, '--connection');
  try {
    requireVersion(live);
    return { live, settings };
  } catch (error) {
    await live.close();
    throw error;
  }
}
