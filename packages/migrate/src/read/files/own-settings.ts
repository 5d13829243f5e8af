// What a schema file sets for the connected database by its name, on a scratch database that has another one.
import { quoteIdentifier } from '@senior-backend/core/postgres/sql/quote';

const NAME = String.raw`("(?:[^"]|"")+"|[^\s";]+)`;
const FOR_A_ROLE = new RegExp(String.raw`^(alter\s+(?:role|user)\s+${NAME}\s+in\s+database\s+)${NAME}(?=\s)`, 'i');
const FOR_ALL = new RegExp(String.raw`^(alter\s+database\s+)${NAME}(?=\s+(?:set|reset)\s(?!\s*tablespace\b))`, 'i');

/**
 * `ALTER DATABASE shop SET …`, `ALTER ROLE app IN DATABASE shop SET …`: the same of `here` where it is about `connected`,
 * undefined for any other statement.
 */
export function settingHere(sql: string, connected: string, here: string): string | undefined {
  for (const pattern of [FOR_A_ROLE, FOR_ALL]) {
    const [whole, head = '', ...names] = pattern.exec(sql) ?? [];
    if (whole === undefined || unquoted(names.at(-1) ?? '') !== connected) continue;
    return `${head}${quoteIdentifier(here)}${sql.slice(whole.length)}`;
  }
  return undefined;
}

function unquoted(name: string): string {
  return name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name.toLowerCase();
}
