// One side of a comparison, wherever it comes from, read back from a database.

import type { Catalog } from '@senior-backend/core/postgres/catalog';
import type { CatalogPool } from '@senior-backend/core/postgres/catalog/pool';
import { readCatalog } from '@senior-backend/core/postgres/catalog/read-catalog';
import { connect } from '@senior-backend/core/postgres/connect';
import type { Session } from '@senior-backend/core/postgres/session';
import { type ConnectionSettings, resolveConnection } from '@senior-backend/core/postgres/settings';
import type { ToolContext } from '@senior-backend/core/tool/tool';
import type { Scratch } from '../scratch/scratch.js';
import type { Settings } from '../settings.js';
import { comparable } from './comparable.js';
import type { SchemaSource } from './schema-source.js';

export interface Side {
  readonly catalog: Catalog;
  /** How pg_dump reaches it; undefined where it cannot. */
  readonly settings: ConnectionSettings | undefined;
}

export async function readSide(
  { env, redactor }: ToolContext<Settings>,
  source: SchemaSource,
  scratch: Scratch,
  pool: CatalogPool,
): Promise<Side> {
  if (source.kind === 'database') {
    const settings = await resolveConnection(env, redactor, source.url, '--compare');
    const session = await connect(settings, { applicationName: 'db-migrate' });
    try {
      return { catalog: await readCatalog(session, pool), settings };
    } finally {
      await session.close();
    }
  }
  const database = await scratch.create();
  await scratch.use(database, (session) => load(session, source, scratch));
  const catalog = await scratch.use(database, (session) => readCatalog(session, pool));
  return { catalog, settings: scratch.dumpSettings(database) };
}

async function load(
  session: Session,
  source: Exclude<SchemaSource, { readonly kind: 'database' }>,
  { createRole }: Scratch,
): Promise<void> {
  if (source.kind === 'files') {
    const { loadSchema } = await import('./load-schema.js');
    await loadSchema(session, source.files, createRole);
    return;
  }
  const { rolesOf } = await import('./roles-of.js');
  const { applyPlan } = await import('../scratch/apply-plan.js');
  const { planMigration } = await import('../plan/plan-migration.js');
  if (createRole) for (const role of rolesOf(source.catalog)) await createRole(session, role);
  const empty = comparable(await readCatalog(session));
  await applyPlan(session, planMigration(empty, source.catalog).statements);
}
