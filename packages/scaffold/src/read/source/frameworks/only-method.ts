import { type Item, textOf } from '../values.js';
import { packageName } from './package-path.js';

/** `only('QUERY', handle(…))`, as this tool writes it: the one method that is let through. */
export function onlyMethod([first]: readonly Item[]): string | undefined {
  const value = first?.value;
  return value?.kind === 'call' && packageName(value.callee) === 'api-scaffold/handler.only'
    ? textOf(value.args[0]?.value)
    : undefined;
}
