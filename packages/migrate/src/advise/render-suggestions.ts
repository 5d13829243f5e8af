import { formatBytes, formatMs } from '@senior-backend/core/report/number';
import { termLine } from '@senior-backend/core/report/term';
import type { Suggestion } from './suggestion.js';

/** The migration that builds the indexes, without blocking writes and each resumable on its own. */
export function renderIndexMigration(suggestions: readonly Suggestion[]): string {
  return render(
    'Indexes that db-migrate --suggest-indexes found missing.',
    suggestions.map((one) => ({ note: reason(one), sql: one.ddl })),
  );
}

export function renderIndexRollback(suggestions: readonly Suggestion[], migration: string): string {
  return render(
    `Rollback of ${migration}.`,
    [...suggestions].reverse().map((one) => ({ note: undefined, sql: one.rollback })),
  );
}

function render(title: string, parts: readonly { readonly note: string | undefined; readonly sql: string }[]): string {
  const lines = [
    `-- ${title}`,
    '-- migrate: no-transaction',
    '--',
    '-- CONCURRENTLY takes SHARE UPDATE EXCLUSIVE: reads and writes go on.',
    '',
  ];
  for (const { note, sql } of parts) lines.push(...(note === undefined ? [] : [`-- ${note}`]), `${sql};`, '');
  return `${lines.join('\n').trimEnd()}\n`;
}

/** One line, so that no name can end the comment. */
function reason({ reason: why, measuredMs, trial }: Suggestion): string {
  if (trial) {
    const times = `measured ${formatMs(trial.beforeMs)} ms before, ${formatMs(trial.afterMs)} ms after`;
    return termLine(`${why}; ${times}, ${formatBytes(trial.bytes)}`).replace(/[\r\n]/g, ' ');
  }
  const measured =
    measuredMs === null ? 'no query was measured' : `its queries took ${formatMs(measuredMs)} ms on average`;
  return termLine(`${why}; ${measured}`).replace(/[\r\n]/g, ' ');
}
