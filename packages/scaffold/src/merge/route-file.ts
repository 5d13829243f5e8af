// The file of a tag, once it is there: only ever extended.
import { ident, joinCode } from '../emit/code.js';
import type { HandlerEmitter } from '../emit/framework.js';
import type { PlannedOperation } from '../plan/api-plan.js';
import { planImports } from './imports.js';
import { insertAll, lineBreakOf } from './insert.js';
import type { SourceFile } from './source-file.js';

/** The file with handlers for the operations that it has none for, behind everything that is there. */
export function extendRouteFile(
  handlers: HandlerEmitter,
  file: SourceFile,
  operations: readonly PlannedOperation[],
): string {
  const missing = operations.filter((planned) => !file.exports.has(planned.name));
  if (missing.length === 0) return file.text;
  const { locals, insertions } = planImports(file, handlers.importsOf(missing));
  const added = missing.map((planned) => handlers.emitHandler(planned, (name) => ident(locals.get(name) ?? name)));
  const lineBreak = lineBreakOf(file.text);
  const before = file.text === '' || file.text.endsWith('\n') ? '' : lineBreak;
  const text = `${before}${lineBreak}${joinCode(added, '\n\n')}\n`.replaceAll(/\r?\n/g, lineBreak);
  return insertAll(file.text, [...insertions, { at: file.text.length, text }]);
}
