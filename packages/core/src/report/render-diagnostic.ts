import type { Diagnostic, Location } from '../errors/diagnostic.js';
import { type Paint, plain } from './paint.js';
import { term } from './term.js';

/**
 * A diagnostic as a person reads it:
 *
 *     error[CORE001]: what happened
 *       --> file:line:column
 *        |
 *      7 | the source line
 *        |     ^^^
 *       help: what to do
 */
export function renderDiagnostic(diagnostic: Diagnostic, paint: Paint = plain): string {
  const colour =
    diagnostic.severity === 'error' ? paint.red : diagnostic.severity === 'warning' ? paint.yellow : paint.cyan;
  const lines = [
    `${colour(paint.bold(`${diagnostic.severity}[${diagnostic.code}]`))}${paint.bold(`: ${term(diagnostic.message)}`)}`,
  ];
  if (diagnostic.at) {
    lines.push(`  ${paint.blue('-->')} ${term(formatLocation(diagnostic.at))}`);
    lines.push(...excerpt(diagnostic.at, paint));
  }
  if (diagnostic.help) lines.push(`  ${paint.cyan('help:')} ${term(diagnostic.help).replaceAll('\n', '\n        ')}`);
  return `${lines.join('\n')}\n`;
}

export function formatLocation(at: Location): string {
  return [at.file, at.line, at.column].filter((part) => part !== undefined).join(':');
}

const LONGEST_EXCERPT = 160;

function excerpt(at: Location, paint: Paint): string[] {
  if (at.sourceLine === undefined || at.line === undefined || at.sourceLine.trim() === '') return [];
  const column = at.column ?? 1;
  const from = column > LONGEST_EXCERPT ? column - LONGEST_EXCERPT / 2 : 0;
  const shown = at.sourceLine.slice(from, from + LONGEST_EXCERPT);
  const before = shown.slice(0, column - 1 - from).replace(/[^\t]/g, ' ');
  const sameLine = at.endLine === undefined || at.endLine === at.line;
  const width = sameLine && at.endColumn !== undefined ? at.endColumn - column : 1;
  const marks = '^'.repeat(Math.max(1, Math.min(width, shown.length - before.length)));
  const gutter = ' '.repeat(String(at.line).length);
  return [
    `  ${gutter} ${paint.blue('|')}`,
    `  ${paint.blue(`${at.line} |`)} ${term(shown, { keepTabs: true })}`,
    `  ${gutter} ${paint.blue('|')} ${before}${paint.red(marks)}`,
  ];
}
