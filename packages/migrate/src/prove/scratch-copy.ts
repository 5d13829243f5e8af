import { readCatalog } from '@senior-backend/core/postgres/catalog/read-catalog';
import type { Session } from '@senior-backend/core/postgres/session';
import type { ConnectionSettings } from '@senior-backend/core/postgres/settings';
import type { ToolContext } from '@senior-backend/core/tool/tool';
import { planMigration } from '../plan/plan-migration.js';
import { comparable } from '../read/comparable.js';
import { applyPlan } from '../scratch/apply-plan.js';
import { openScratch } from '../scratch/scratch.js';
import { scratchChoice } from '../scratch/scratch-choice.js';
import type { Settings } from '../settings.js';

/** Does something in a scratch database that has the schema of the live one, and no rows. */
export async function onScratchCopy<T>(
  context: ToolContext<Settings>,
  live: Session,
  connection: ConnectionSettings,
  work: (copy: Session) => Promise<T>,
): Promise<T> {
  const schema = comparable(await readCatalog(live));
  const scratch = await openScratch(await scratchChoice(context), { live, settings: connection }, context.env);
  try {
    const database = await scratch.create();
    return await scratch.use(database, async (copy) => {
      const empty = comparable(await readCatalog(copy));
      await applyPlan(copy, planMigration(empty, schema).statements);
      return work(copy);
    });
  } finally {
    await scratch.close();
  }
}
