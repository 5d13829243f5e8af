import { coreError } from '@senior-backend/core/errors/tool-error';
import type { Outcome, ToolContext } from '@senior-backend/core/tool/tool';
import { knownServerError } from './known-server-error.js';
import { MODES } from './modes.js';
import type { Settings } from './settings.js';

/** Runs the one mode that was asked for. */
export async function run(context: ToolContext<Settings>): Promise<Outcome> {
  const asked = MODES.filter((mode) => mode.asked(context.settings));
  const [mode, other] = asked;
  if (!mode) throw coreError('CORE001', { message: 'nothing to do was named', help: whatToDo() });
  if (other)
    throw coreError('CORE001', {
      message: `${mode.flag} and ${other.flag} do not go together`,
      help: 'run one after the other',
    });
  const command = await mode.load();
  return command(context).catch((error: unknown) => {
    throw knownServerError(error);
  });
}

function whatToDo(): string {
  const flags = MODES.map(({ flag }) => flag).join(', ');
  return `name one of ${flags}; or --demo, which starts a database of its own`;
}
