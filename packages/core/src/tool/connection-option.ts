import type { OptionSpec } from './tool.js';

/** `--connection` of a command that has a database: a URL or keywords, as libpq has them. */
export function connectionOption(example: string, group: string): OptionSpec {
  return {
    flags: '--connection <url>',
    description: 'the database; else DATABASE_URL, else the PG* variables',
    example,
    group,
    secret: true,
  };
}
