// The observer of roles that is not ours: `pg_dumpall --roles-only`, without passwords.
import { dirname, join } from 'node:path';
import type { Env } from '@senior-backend/core/env/env';
import type { ConnectionSettings } from '@senior-backend/core/postgres/settings';
import { parseQualified } from '../plan/parse-qualified.js';
import type { RoleFilter } from '../read/with-roles.js';
import { type DumpProgram, run, variablesOf } from './dump.js';

/**
 * The statements about the roles that are compared, in a fixed order: of the server, and what the dump of this database with
 * --create sets for them in it. pg_dumpall stands beside pg_dump.
 */
export async function dumpRoles(
  { path }: DumpProgram,
  settings: ConnectionSettings,
  env: Env,
  isCompared: RoleFilter,
): Promise<readonly string[]> {
  const folder = dirname(path);
  const program = folder === '.' ? 'pg_dumpall' : join(folder, 'pg_dumpall');
  // When a role ends is printed in the session's time zone.
  const variables = { ...variablesOf(settings, env), PGTZ: 'UTC' };
  const quiet = ['--no-password'];
  const ofServer = ['--roles-only', '--no-role-passwords', `--database=${settings.database}`, ...quiet];
  const roles = await run(program, ofServer, variables);
  const here = await run(path, ['--create', '--schema-only', '--exclude-schema=*', ...quiet], variables);
  return [...ofRoles(roles), ...setHere(here)].filter((line) => isCompared(roleOf(line) ?? '')).sort();
}

function ofRoles(text: string): readonly string[] {
  return (
    text
      .split('\n')
      .filter((line) => roleOf(line) !== undefined && !line.includes(' IN DATABASE '))
      // No statement takes an end away again: 'infinity' is what there is, and means the same.
      .map((line) => line.replace(/ GRANTED BY .*;$/, ';').replace(" VALID UNTIL 'infinity';", ';'))
  );
}

const NAME = String.raw`(?:"(?:[^"]|"")+"|\S+)`;
const SET_HERE = new RegExp(`^(ALTER (?:ROLE ${NAME} IN )?DATABASE) ${NAME} (SET (?!TABLESPACE ).*)$`);

/** Without the name of the database, which is another one on the scratch server. */
function setHere(text: string): readonly string[] {
  return text.split('\n').flatMap((line) => {
    const [, who, setting] = SET_HERE.exec(line) ?? [];
    return who === undefined ? [] : [`${who} ${setting}`];
  });
}

/** `ALTER ROLE app WITH …` is about app, `GRANT readers TO app` too: a membership says what its member may do. */
function roleOf(line: string): string | undefined {
  const name = /^(?:(?:CREATE|ALTER|COMMENT ON) ROLE|GRANT (?:"(?:[^"]|"")+"|\S+) TO) ("(?:[^"]|"")+"|[^\s;]+)/.exec(
    line,
  )?.[1];
  return name === undefined ? undefined : parseQualified(name)[0];
}

/** Lines that stand on one side alone: `- …` expected, `+ …` found. */
export function compareLines(expected: readonly string[], found: readonly string[]): readonly string[] {
  return [
    ...expected.filter((line) => !found.includes(line)).map((line) => `- ${line}`),
    ...found.filter((line) => !expected.includes(line)).map((line) => `+ ${line}`),
  ];
}
