// Flags that mean something only beside others, or never beside some: said before a run that would pass over them.
import type { ResolvedSetting } from '../config/resolve-settings.js';
import { coreError } from '../errors/tool-error.js';
import { longFlag } from '../tool/options.js';
import type { ToolFace } from '../tool/tool.js';
import { optionsByName, type ParsedCommandLine } from './command.js';

/**
 * Throws CORE001 for a flag of this command line that the rest of it gives no meaning. A setting of the environment or of
 * the configuration file stands for many runs, and waits for the one that it is for.
 */
export function refuseIdleFlags(
  tool: ToolFace,
  { flags }: ParsedCommandLine,
  settings: readonly ResolvedSetting[],
): void {
  const options = optionsByName(tool);
  const inForce = new Set(settings.filter(isSet).map(({ name }) => name));
  const flagOf = (name: string): string => longFlag(options.get(name)?.flags ?? name);
  for (const name of Object.keys(flags)) {
    const option = options.get(name);
    if (!option) continue;
    const { goesWith = [], notWith = [], example, instead } = option;
    if (goesWith.length > 0 && !goesWith.some((other) => inForce.has(other)))
      throw coreError('CORE001', {
        message: `${longFlag(option.flags)} has no meaning without ${alternatives(goesWith.map(flagOf))}`,
        help: `for example: ${example}`,
      });
    const other = notWith.find((one) => inForce.has(one));
    if (other !== undefined)
      throw coreError('CORE001', {
        message: `${longFlag(option.flags)} cannot be used with ${flagOf(other)}`,
        help: instead ?? 'leave out one of them, or run the command twice',
      });
  }
}

function isSet({ value }: ResolvedSetting): boolean {
  return value !== undefined && value !== false && !(Array.isArray(value) && value.length === 0);
}

/** `a`, `a or b`, `a, b or c` */
function alternatives(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}
