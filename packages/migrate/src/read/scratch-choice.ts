import type { ToolContext } from '@senior-backend/core/cli/tool';
import { resolveConnection } from '@senior-backend/core/postgres/settings';
import type { ScratchChoice } from '../prove/scratch.js';
import type { Settings } from '../settings.js';

/** `--scratch`: a word, or the URL of a server. */
export async function scratchChoice({ env, settings, redactor }: ToolContext<Settings>): Promise<ScratchChoice> {
  const { scratch } = settings;
  if (scratch === 'auto' || scratch === 'server' || scratch === 'embedded') return scratch;
  return { settings: await resolveConnection(env, redactor, scratch, '--scratch') };
}
