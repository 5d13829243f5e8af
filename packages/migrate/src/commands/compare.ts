// --compare: from a desired schema to a migration and its rollback, proved.
import type { Outcome, ToolContext } from '@senior-backend/core/cli/tool';
import { createPool } from '@senior-backend/core/postgres/catalog/pool';
import { readCatalog } from '@senior-backend/core/postgres/catalog/read-catalog';
import { connect } from '@senior-backend/core/postgres/connect';
import type { Session } from '@senior-backend/core/postgres/session';
import { resolveConnection } from '@senior-backend/core/postgres/settings';
import { HAZARD_KINDS } from '../plan/statement.js';
import { openScratch, type Scratch } from '../prove/scratch.js';
import { readDesired } from '../read/read-desired.js';
import { requireVersion } from '../read/require-version.js';
import { readSchemaSource, type SchemaSource } from '../read/schema-source.js';
import { scratchChoice } from '../read/scratch-choice.js';
import type { Settings } from '../settings.js';
import { failOnWords } from './fail-on.js';

export async function compare(context: ToolContext<Settings>): Promise<Outcome> {
  const { env, settings, redactor, progress } = context;
  failOnWords(settings, HAZARD_KINDS, '--compare');
  const source = await readSchemaSource(settings.compare ?? '', env.cwd);
  const connection = await resolveConnection(env, redactor, settings.connection);
  const live = await connect(connection, { applicationName: 'db-migrate' });
  try {
    requireVersion(live);
    const scratch = await openScratch(await scratchChoice(context), live, connection, env);
    try {
      progress.update('reading both schemas');
      // What comes after is loaded while the server works.
      const [[old, desired], after] = await both(readSides(context, source, live, scratch), loadRest());
      const comparison = await after.planComparison(context, { source, live, connection, scratch, old, desired });
      const files =
        settings.check || comparison.up.statements.length === 0 ? [] : await after.filesOf(context, comparison);
      if (!settings.dryRun && files.length > 0) await after.writeMigrations(context, files);
      return after.compareOutcome(settings, comparison, files);
    } finally {
      await scratch.close();
    }
  } finally {
    await live.close();
  }
}

function readSides(context: ToolContext<Settings>, source: SchemaSource, live: Session, scratch: Scratch) {
  const pool = createPool();
  return both(readCatalog(live, pool), readDesired(context, source, scratch, pool));
}

async function loadRest() {
  const { planComparison, filesOf } = await import('./plan-comparison.js');
  const { compareOutcome } = await import('../render/compare-outcome.js');
  const { writeMigrations } = await import('./write-migrations.js');
  return { planComparison, filesOf, compareOutcome, writeMigrations };
}

/** Waits for both even where one fails: nothing is closed under the other's feet. */
async function both<A, B>(first: Promise<A>, second: Promise<B>): Promise<readonly [A, B]> {
  const [a, b] = await Promise.allSettled([first, second]);
  if (a.status === 'rejected') throw a.reason;
  if (b.status === 'rejected') throw b.reason;
  return [a.value, b.value];
}
