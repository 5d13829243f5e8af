import type { Diagnostic } from '../errors/diagnostic.js';

const MOST_PER_LEVEL = 10; // what GitHub shows of one step

/** Workflow commands that put diagnostics on the lines of a pull request. Text is escaped as the runner demands. */
export function renderGithub(diagnostics: readonly Diagnostic[]): string {
  const shown = new Map<string, number>();
  let text = '';
  for (const diagnostic of diagnostics) {
    const level = diagnostic.severity === 'info' ? 'notice' : diagnostic.severity;
    const count = shown.get(level) ?? 0;
    if (count >= MOST_PER_LEVEL) continue;
    shown.set(level, count + 1);
    const { at } = diagnostic;
    const properties = [
      at && `file=${property(at.file)}`,
      at?.line !== undefined && `line=${at.line}`,
      at?.column !== undefined && `col=${at.column}`,
      `title=${property(diagnostic.code)}`,
    ].filter(Boolean);
    const message = diagnostic.help ? `${diagnostic.message}\n${diagnostic.help}` : diagnostic.message;
    text += `::${level} ${properties.join(',')}::${data(message)}\n`;
  }
  return text;
}

function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
