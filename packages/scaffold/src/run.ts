// Which of the tool's directions a command line asks for. Each is loaded when it is wanted.
import type { Outcome, ToolContext } from '@senior-backend/core/cli/tool';
import type { Settings } from './settings.js';

export async function run(context: ToolContext<Settings>): Promise<Outcome> {
  if (context.settings.generateSpec) return (await import('./generate/generate-spec.js')).generateSpec(context);
  if (context.settings.mock) return (await import('./mock/serve-mock.js')).serveMock(context);
  if (context.settings.fromDb) return (await import('./from-database.js')).fromDatabase(context);
  if (context.settings.watch) return (await import('./watch.js')).watch(context);
  return (await import('./scaffold.js')).scaffold(context);
}
