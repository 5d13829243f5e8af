import { coreError } from '@senior-backend/core/errors/tool-error';
import type { Settings } from '../settings.js';

/** The words of --fail-on, all of which must belong to the mode. Throws CORE001 for the other mode's. */
export function failOnWords<Word extends string>(
  { failOn }: Settings,
  words: readonly Word[],
  mode: string,
): readonly Word[] {
  const known = failOn.flatMap((word) => words.filter((one) => one === word));
  if (known.length === failOn.length) return known;
  throw coreError('CORE001', {
    message: `--fail-on ${failOn.join(', ')} does not go with ${mode}`,
    help: `with ${mode} it takes ${words.join(', ')}`,
  });
}
