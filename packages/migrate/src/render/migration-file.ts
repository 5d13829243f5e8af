// The text of a migration and of its rollback: a header that says what is at stake, then the statements.
import { type Hazard, hazardText, type Statement } from '../plan/statement.js';

export interface MigrationText {
  readonly title: string;
  /** How it was proved, or that it was not. */
  readonly proof: string;
  readonly statements: readonly Statement[];
  /** What the counterpart cannot bring back. */
  readonly lost: readonly string[];
}

export function renderMigration({ title, proof, statements, lost }: MigrationText): string {
  const hazards = statements.flatMap(({ hazards }) => hazards);
  const locks = statements.filter(
    ({ lock }) => lock === 'ACCESS EXCLUSIVE' || lock === 'SHARE' || lock === 'SHARE ROW EXCLUSIVE',
  );
  const header = [
    title,
    '',
    proof,
    `Locks: ${locks.length === 0 ? 'none that stops readers or writers' : strongest(locks)}`,
    ...section('Hazards', hazards.map(hazardLine)),
    ...section('Not brought back by the rollback', lost),
  ];
  const body = statements.map(renderStatement).join('\n');
  return `${header.map((line) => comment(line)).join('\n')}\n\n${prelude(statements)}${body}`;
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [`${title}:`, ...[...new Set(lines)].map((line) => `  ${line}`)];
}

function strongest(statements: readonly Statement[]): string {
  const counts = new Map<string, number>();
  for (const { lock } of statements) if (lock) counts.set(lock, (counts.get(lock) ?? 0) + 1);
  return [...counts].map(([lock, count]) => `${lock} by ${count} statement${count === 1 ? '' : 's'}`).join(', ');
}

function hazardLine(hazard: Hazard): string {
  return `${hazard.code} ${hazardText(hazard)}${hazard.check === undefined ? '' : ` -- ${hazard.check}`}`;
}

/** A name with a line break in it cannot leave the comment. */
function comment(line: string): string {
  return `-- ${line.replace(/[\r\n]+/g, ' ')}`.trimEnd();
}

/** Bodies are checked when they run: a function may speak of a table that comes later in the file. */
function prelude(statements: readonly Statement[]): string {
  return statements.some(({ sql }) => /^CREATE (OR REPLACE )?(FUNCTION|PROCEDURE)/.test(sql))
    ? 'SET check_function_bodies = off;\n\n'
    : '';
}

function renderStatement({ sql, commitAfter }: Statement): string {
  return `${sql};\n${commitAfter ? '-- migrate: commit\n' : ''}`;
}

/** What a statement destroys, in words, for the header. */
export function losses(statements: readonly Statement[]): readonly string[] {
  return statements.flatMap(({ hazards }) =>
    hazards.filter(({ kind }) => kind === 'destructive').map(({ message }) => message),
  );
}
