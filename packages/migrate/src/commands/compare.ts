// --compare: from a desired schema to a migration and its rollback, proved.

import { createPool } from '@senior-backend/core/postgres/catalog/pool';
import type { Outcome, ToolContext } from '@senior-backend/core/tool/tool';
import { HAZARD_KINDS } from '../plan/statement.js';
import { readSchemaSource, type SchemaSource } from '../read/files/schema-source.js';
import { type Origin, openOrigin } from '../read/origin.js';
import { readSide, type Side } from '../read/read-side.js';
import type { Settings } from '../settings.js';
import { failOnWords } from './fail-on.js';

export async function compare(context: ToolContext<Settings>): Promise<Outcome> {
  const { env, settings, progress } = context;
  failOnWords(settings, HAZARD_KINDS, '--compare');
  const source = await readSchemaSource(settings.compare ?? '', env.cwd);
  const origin = await openOrigin(context);
  try {
    progress.update('reading both schemas');
    // What comes after is loaded while the server works.
    const [[old, desired], after] = await both(readSides(context, source, origin), loadRest());
    const comparison = await after.planComparison(context, { source, origin, old, desired });
    const files =
      settings.check || comparison.up.statements.length === 0 ? [] : await after.comparisonFiles(context, comparison);
    if (!settings.dryRun && files.length > 0) await after.writeMigrations(context, files);
    return after.compareOutcome(settings, comparison, files);
  } finally {
    await origin.close();
  }
}

async function readSides(
  context: ToolContext<Settings>,
  source: SchemaSource,
  origin: Origin,
): Promise<readonly [old: Side, desired: Side]> {
  const pool = createPool();
  const readDesired = (): Promise<Side> => readSide(context, source, origin.scratch, pool);
  if (origin.live) return both(origin.read(pool), readDesired());
  // Both may be in the scratch server, which may have one session.
  const old = await origin.read(pool);
  return [old, await readDesired()];
}

async function loadRest() {
  const { planComparison } = await import('./plan-comparison.js');
  const { comparisonFiles } = await import('./comparison-files.js');
  const { compareOutcome } = await import('../render/compare-outcome.js');
  const { writeMigrations } = await import('./write-migrations.js');
  return { planComparison, comparisonFiles, compareOutcome, writeMigrations };
}

/** Waits for both even where one fails: nothing is closed under the other's feet. */
async function both<A, B>(first: Promise<A>, second: Promise<B>): Promise<readonly [A, B]> {
  const [a, b] = await Promise.allSettled([first, second]);
  if (a.status === 'rejected') throw a.reason;
  if (b.status === 'rejected') throw b.reason;
  return [a.value, b.value];
}
