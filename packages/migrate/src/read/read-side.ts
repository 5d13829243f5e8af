// One side of a comparison, wherever it comes from, read back from a database.

import { coreError } from '@senior-backend/core/errors/tool-error';
import type { AnyFact, Catalog } from '@senior-backend/core/postgres/catalog';
import type { CatalogPool } from '@senior-backend/core/postgres/catalog/pool';
import { readCatalog } from '@senior-backend/core/postgres/catalog/read-catalog';
import { readRoles } from '@senior-backend/core/postgres/catalog/read-roles';
import { connect } from '@senior-backend/core/postgres/connect';
import type { Session } from '@senior-backend/core/postgres/session';
import { type ConnectionSettings, resolveConnection } from '@senior-backend/core/postgres/settings';
import type { ToolContext } from '@senior-backend/core/tool/tool';
import type { Scratch } from '../scratch/scratch.js';
import type { Settings } from '../settings.js';
import { comparable } from './comparable.js';
import type { SchemaSource } from './files/schema-source.js';
import { rolesOf } from './roles-of.js';

export interface Side {
  readonly catalog: Catalog;
  /** How pg_dump reaches it; undefined where it cannot. */
  readonly settings: ConnectionSettings | undefined;
  /** Of its server; empty where --roles does not ask for them. */
  readonly roles: readonly AnyFact[];
}

/** What --roles asks a session for. */
async function askedRoles(session: Session, { roles }: Settings): Promise<readonly AnyFact[]> {
  return roles.length === 0 ? [] : readRoles(session);
}

/** A database that holds one side. */
export interface ConnectedSide {
  readonly session: Session;
  readonly settings: ConnectionSettings;
}

export async function connectSide(
  { env, redactor }: ToolContext<Settings>,
  url: string | undefined,
  flag: string,
): Promise<ConnectedSide> {
  const settings = await resolveConnection(env, redactor, url, flag);
  return { session: await connect(settings, { applicationName: 'db-migrate' }), settings };
}

export async function readConnected(
  { session, settings }: ConnectedSide,
  asked: Settings,
  pool: CatalogPool,
): Promise<Side> {
  return { catalog: await readCatalog(session, pool), settings, roles: await askedRoles(session, asked) };
}

/** What has to be loaded before it can be read back. */
export type LoadedSource = Exclude<SchemaSource, { readonly kind: 'database' }>;

/** `connected`: the name of the connected database, where there is one. */
export async function loadSide(
  source: LoadedSource,
  scratch: Scratch,
  asked: Settings,
  pool: CatalogPool,
  connected?: string,
): Promise<Side> {
  if (source.kind === 'snapshot' && asked.roles.length > 0) {
    throw coreError('CORE001', {
      message: '--roles with a snapshot: a snapshot holds no roles',
      help: 'compare with a schema in SQL, or with another database',
    });
  }
  const database = await scratch.create();
  await scratch.use(database, (session) =>
    load(session, source, scratch, asked.roles.length > 0 ? connected : undefined),
  );
  const side = await scratch.use(database, async (session) => ({
    catalog: await readCatalog(session, pool),
    roles: await askedRoles(session, asked),
  }));
  return { ...side, settings: scratch.dumpSettings(database) };
}

async function load(
  session: Session,
  source: LoadedSource,
  { createRole }: Scratch,
  connected: string | undefined,
): Promise<void> {
  if (source.kind === 'files') {
    const { loadSchema } = await import('./files/load-schema.js');
    await loadSchema(session, source.files, {
      ...(createRole && { createRole }),
      ...(connected !== undefined && { connected }),
    });
    return;
  }
  const { applyPlan } = await import('../scratch/apply-plan.js');
  const { planMigration } = await import('../plan/plan-migration.js');
  if (createRole) for (const role of rolesOf(source.catalog)) await createRole(session, role);
  const empty = comparable(await readCatalog(session));
  await applyPlan(session, planMigration(empty, source.catalog).statements);
}
