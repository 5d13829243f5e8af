// What a migration and its rollback are called: by us, and by the tools that people come from.
import { basename, dirname } from 'node:path';
import { migrateError } from '../../codes.js';

/** Prisma, and drizzle-kit since 1.0: a folder a migration. */
export const IN_ITS_FOLDER = 'migration.sql';
/** Ours; golang-migrate's; Flyway's undo. */
const ROLLBACKS = [/_rollback\.sql$/, /\.down\.sql$/, /^U\d[\d._]*__.*\.sql$/];

/** What the ledger knows a file by: its name, and of a folder a migration that of the folder, too. */
export function idOf(path: string): string {
  const name = basename(path);
  return name === IN_ITS_FOLDER ? `${basename(dirname(path))}/${name}` : name;
}

/** The files to run of a folder that holds these; a folder in it is given with a slash at its end. Throws MIG214. */
export function migrationNames(entries: readonly string[]): readonly string[] {
  const repeatable = entries.find((name) => /^R__.*\.sql$/.test(name));
  if (repeatable !== undefined)
    throw migrateError('MIG214', {
      message: `${repeatable} runs again whenever it changes, and here each file runs once`,
      at: { file: repeatable },
      help: 'make each change of it a migration, or keep what it defines in the schema of --compare',
    });
  return entries
    .filter((name) => (name.endsWith('/') ? true : name.endsWith('.sql') && !ROLLBACKS.some((one) => one.test(name))))
    .filter((name) => !name.startsWith('.'))
    .map((name) => (name.endsWith('/') ? `${name}${IN_ITS_FOLDER}` : name));
}

/** Where the rollback of a migration may stand beside it, best first. */
export function rollbackNames(name: string): readonly string[] {
  if (name === IN_ITS_FOLDER) return ['down.sql'];
  return [
    name.replace(/\.sql$/, '_rollback.sql'),
    ...(name.endsWith('.up.sql') ? [name.replace(/\.up\.sql$/, '.down.sql')] : []),
    ...(/^V\d/.test(name) ? [name.replace(/^V/, 'U')] : []),
  ];
}

/** The migration that a rollback belongs to; undefined where the name is that of none. */
export function migrationOf(name: string): string | undefined {
  if (name === 'down.sql') return IN_ITS_FOLDER;
  if (!ROLLBACKS.some((one) => one.test(name))) return undefined;
  return name
    .replace(/_rollback\.sql$/, '.sql')
    .replace(/\.down\.sql$/, '.up.sql')
    .replace(/^U(?=\d)/, 'V');
}
