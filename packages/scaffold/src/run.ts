// Which of the tool's directions a command line asks for. Each is loaded when it is wanted.
import type { Outcome, ToolContext } from '@senior-backend/core/tool/tool';
import type { Settings } from './settings.js';

export async function run(context: ToolContext<Settings>): Promise<Outcome> {
  if (context.settings.generateSpec) return (await import('./commands/generate-spec.js')).generateSpec(context);
  if (context.settings.mock) return (await import('./commands/serve-mock.js')).serveMock(context);
  if (context.settings.fromDb) return (await import('./commands/from-database.js')).fromDatabase(context);
  if (context.settings.watch) return (await import('./commands/watch.js')).watch(context);
  return (await import('./commands/scaffold.js')).scaffold(context);
}
