// Building blocks for the settings of a tool. Values come as strings from flags and the environment, and as whatever
// the configuration file holds; each block takes both and gives one type.
import * as z from 'zod';
import { parseDuration, parseSize, parseWholeNumber } from './values.js';

/** What the message of a failed reading begins with, after the name of the setting. */
function reading<T>(expected: string, read: (text: string) => T | undefined): z.ZodType<T> {
  return z.union([z.string(), z.number()]).transform((value, context) => {
    const result = read(String(value));
    if (result !== undefined) return result;
    context.addIssue({ code: 'custom', message: `must be ${expected}` });
    return z.NEVER;
  }) as unknown as z.ZodType<T>;
}

/** Milliseconds. */
export const duration = reading('a duration such as 30, 30s, 2m or 500ms', parseDuration);

/** Bytes. */
export const size = reading('a size such as 512, 64KiB or 10MB', parseSize);

export function wholeNumber(least: number, most: number = Number.MAX_SAFE_INTEGER): z.ZodType<number> {
  const range = most === Number.MAX_SAFE_INTEGER ? `of at least ${least}` : `from ${least} to ${most}`;
  return reading(`a whole number ${range}`, (text) => {
    const value = parseWholeNumber(text);
    return value !== undefined && value >= least && value <= most ? value : undefined;
  });
}

export const flag: z.ZodType<boolean> = z
  .union([z.boolean(), z.enum(['true', 'false', '1', '0'])], {
    error: 'must be true or false',
  })
  .transform((value) => value === true || value === 'true' || value === '1') as unknown as z.ZodType<boolean>;

/** One value or many: `tags: users`, `tags: [users, orders]`, `--only users --only orders`. */
export const list: z.ZodType<string[]> = z
  .union([z.string(), z.array(z.string())], { error: 'must be text or a list of texts' })
  .transform((value) => (typeof value === 'string' ? [value] : value)) as unknown as z.ZodType<string[]>;
