import { resolveConnection } from '@senior-backend/core/postgres/settings';
import type { ToolContext } from '@senior-backend/core/tool/tool';
import type { Settings } from '../settings.js';
import type { ScratchChoice } from './scratch.js';

/** `--scratch`: a word, or the URL of a server. */
export async function scratchChoice({ env, settings, redactor }: ToolContext<Settings>): Promise<ScratchChoice> {
  const { scratch } = settings;
  if (scratch === 'auto' || scratch === 'server' || scratch === 'embedded') return scratch;
  return { settings: await resolveConnection(env, redactor, scratch, '--scratch') };
}
