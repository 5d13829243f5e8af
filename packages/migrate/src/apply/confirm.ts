// Statements that delete data run only where somebody named the database.

import { type Diagnostic, locate } from '@senior-backend/core/errors/diagnostic';
import type { ToolContext } from '@senior-backend/core/tool/tool';
import { migrateError } from '../codes.js';
import type { Settings } from '../settings.js';
import { isDestructive, isOpaque, type Migration, type Step } from './files/migration.js';

/** The statements that the guard cannot look into: said, since it would otherwise seem that nothing is lost. */
export function unseenLosses(migrations: readonly Migration[]): readonly Diagnostic[] {
  return migrations.flatMap(({ file, steps }) =>
    steps
      .filter(({ statement }) => isOpaque(statement.text))
      .map(({ statement }) => ({
        code: 'MIG211',
        severity: 'info' as const,
        message: `whether ${/^\w+/.exec(statement.text)?.[0].toUpperCase()} deletes data cannot be seen`,
        at: locate(file.path, file.text, statement.offset),
        help: '--dry-run runs it in a transaction that is rolled back, and counts the rows that it touches',
      })),
  );
}

/** Throws MIG206 unless the database is named by --confirm or typed at the terminal. */
export async function confirmLosses(
  { env, settings, interactive, say }: ToolContext<Settings>,
  database: string,
  migrations: readonly Migration[],
): Promise<void> {
  const losses = migrations.flatMap((migration) => {
    const own = ownDrops(migration);
    return migration.steps
      .filter((step) => isDestructive(step.statement.text) && !own.has(step))
      .map((step) => ({ migration, step }));
  });
  const [first] = losses;
  if (!first || settings.confirm === database) return;
  const count = losses.length === 1 ? 'one statement deletes data' : `${losses.length} statements delete data`;
  if (settings.confirm === undefined && interactive) {
    await say(`${count}, the first: ${first.step.statement.text.split('\n')[0]}`);
    await env.stderr.write(`Type the name of the database (${database}) to run them: `);
    if ((await env.stdin.readLine())?.trim() === database) return;
  }
  throw migrateError('MIG206', {
    message:
      settings.confirm === undefined ? count : `${count}, and --confirm names ${settings.confirm}, not ${database}`,
    at: locate(first.migration.file.path, first.migration.file.text, first.step.statement.offset),
    help: `--confirm ${database} says that this is meant`,
  });
}

/** Behind these a name may be that of another table. */
const MOVES = /^(?:do|call)\b|\bRENAME\s+TO\b|\bSET\s+SCHEMA\b|\bsearch_path\b/i;

/** Drops of tables that the same file has made: what helps a migration on its way takes nothing along. */
function ownDrops({ steps }: Migration): ReadonlySet<Step> {
  const made = new Set<string>();
  const own = new Set<Step>();
  for (const step of steps) {
    const { text } = step.statement;
    if (MOVES.test(text)) made.clear();
    const created = /^CREATE TABLE (\S+) /i.exec(text)?.[1];
    const dropped = /^DROP TABLE (\S+)$/i.exec(text)?.[1];
    if (created !== undefined) made.add(folded(created));
    else if (dropped !== undefined && made.delete(folded(dropped))) own.add(step);
  }
  return own;
}

/** As the server folds a name, where none of it is quoted. */
function folded(name: string): string {
  return name.includes('"') ? name : name.toLowerCase();
}
