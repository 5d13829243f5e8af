// The end of --compare: what was read becomes plans, files and the outcome. Loaded while the server is read.
import type { Outcome, ToolContext } from '@senior-backend/core/tool/tool';
import { compareOutcome } from '../render/compare-outcome.js';
import type { Settings } from '../settings.js';
import { comparisonFiles } from './comparison-files.js';
import { type ComparedSides, planComparison } from './plan-comparison.js';
import { writeMigrations } from './write-migrations.js';

export async function finishComparison(context: ToolContext<Settings>, sides: ComparedSides): Promise<Outcome> {
  const { settings } = context;
  const comparison = await planComparison(context, sides);
  const files =
    settings.check || comparison.up.statements.length === 0 ? [] : await comparisonFiles(context, comparison);
  if (!settings.dryRun && files.length > 0) await writeMigrations(context, files);
  return compareOutcome(settings, comparison, files);
}
