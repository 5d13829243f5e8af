// --compare: from a desired schema to a migration and its rollback, proved.

import { type CatalogPool, createPool } from '@senior-backend/core/postgres/catalog/pool';
import type { Outcome, ToolContext } from '@senior-backend/core/tool/tool';
import { both } from '../both.js';
import { HAZARD_KINDS } from '../plan/statement.js';
import { readSchemaSource, type SchemaSource } from '../read/files/schema-source.js';
import { type Origin, openOrigin } from '../read/origin.js';
import { connectSide, loadSide, readConnected, type Side } from '../read/read-side.js';
import type { Settings } from '../settings.js';
import { failOnWords } from './fail-on.js';

export async function compare(context: ToolContext<Settings>): Promise<Outcome> {
  const { env, settings, progress } = context;
  failOnWords(settings, HAZARD_KINDS, '--compare');
  const source = await readSchemaSource(settings.compare ?? '', env.cwd);
  const sides = await openSides(context, source);
  const { origin } = sides;
  try {
    progress.update('reading both schemas');
    // What comes after is loaded while the server works.
    const [[old, desired], { finishComparison }] = await both(readSides(sides), import('./finish-comparison.js'));
    return await finishComparison(context, { source, origin, old, desired });
  } finally {
    await origin.close();
  }
}

interface Sides {
  readonly origin: Origin;
  readDesired(pool: CatalogPool): Promise<Side>;
}

/** Connects to both at once, where the desired schema is that of a database. Where one fails, the other is closed. */
async function openSides(context: ToolContext<Settings>, source: SchemaSource): Promise<Sides> {
  if (source.kind !== 'database') {
    const origin = await openOrigin(context);
    return {
      origin,
      readDesired: (pool) => loadSide(source, origin.scratch, context.settings, pool, origin.live?.database),
    };
  }
  const [origin, desired] = await Promise.allSettled([
    openOrigin(context),
    connectSide(context, source.url, '--compare'),
  ]);
  if (origin.status === 'rejected') {
    if (desired.status === 'fulfilled') await desired.value.session.close();
    throw origin.reason;
  }
  if (desired.status === 'rejected') {
    await origin.value.close();
    throw desired.reason;
  }
  return {
    origin: origin.value,
    readDesired: (pool) =>
      readConnected(desired.value, context.settings, pool).finally(() => desired.value.session.close()),
  };
}

async function readSides({ origin, readDesired }: Sides): Promise<readonly [old: Side, desired: Side]> {
  const pool = createPool();
  if (origin.live) return both(origin.read(pool), readDesired(pool));
  // Both may be in the scratch server, which may have one session.
  const old = await origin.read(pool);
  return [old, await readDesired(pool)];
}
