// The password file, .pgpass (PostgreSQL documentation, 34.16).
import { readFile, stat } from 'node:fs/promises';
import type { SetParameter } from './parameters.js';

export interface PasswordQuestion {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
}

/** The password for a connection; undefined where the file is absent, has no entry, or may be read by others. */
export async function readPassword(file: string, question: PasswordQuestion): Promise<SetParameter | undefined> {
  const stats = await stat(file).catch(() => undefined);
  // libpq ignores a file that the group or others may read; so do we.
  if (!stats?.isFile() || (process.platform !== 'win32' && (stats.mode & 0o077) !== 0)) return undefined;
  const lines = (await readFile(file, 'utf8')).split(/\r?\n/);
  for (const [index, line] of lines.entries()) {
    if (line === '' || line.startsWith('#')) continue;
    const [host, port, database, user, password] = splitEntry(line);
    const host1 = question.host.startsWith('/') ? 'localhost' : question.host;
    const fits = (pattern: string | undefined, value: string): boolean => pattern === '*' || pattern === value;
    const hostFits = fits(host, host1) || host === question.host;
    if (
      hostFits &&
      fits(port, String(question.port)) &&
      fits(database, question.database) &&
      fits(user, question.user) &&
      password !== undefined
    ) {
      return { value: password, source: `${file} line ${index + 1}` };
    }
  }
  return undefined;
}

/** `host:port:database:user:password`, with `\:` and `\\`; colons in the password need no backslash. */
function splitEntry(line: string): string[] {
  const fields = [''];
  for (let at = 0; at < line.length; at += 1) {
    const character = line.charAt(at);
    if (character === '\\' && at + 1 < line.length) {
      at += 1;
      fields[fields.length - 1] += line.charAt(at);
    } else if (character === ':' && fields.length < 5) {
      fields.push('');
    } else {
      fields[fields.length - 1] += character;
    }
  }
  return fields;
}
