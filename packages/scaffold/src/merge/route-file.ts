// The file of a tag: written once, and afterwards only ever extended.
import { type Code, code, ident, joinCode, str } from '../emit/code.js';
import { entry, group, print } from '../emit/layout.js';
import type { Framework } from '../frameworks/framework.js';
import { groupBy } from '../group-by.js';
import type { PlannedOperation } from '../plan/api-plan.js';
import { planImports } from './imports.js';
import { insertAll, lineBreakOf } from './insert.js';
import type { SourceFile } from './source-file.js';

export function newRouteFile(framework: Framework, operations: readonly PlannedOperation[]): string {
  const byFile = groupBy(framework.routeImports, (wanted) => wanted.from);
  const imports = [...byFile].map(([from, names]) => {
    const items = names.map(({ name, isType }) => entry(ident(name), isType ? { head: code`type ` } : {}));
    return print(group(code`import {`, items, code`} from ${str(from)};`, { padded: true }));
  });
  return `${joinCode([joinCode(imports, '\n'), ...operations.map((planned) => framework.emitHandler(planned, LOCAL))], '\n\n')}\n`;
}

const LOCAL = (name: string): Code => ident(name);

/** The file with handlers for the operations that it has none for, behind everything that is there. */
export function extendRouteFile(
  framework: Framework,
  file: SourceFile,
  operations: readonly PlannedOperation[],
): string {
  const missing = operations.filter((planned) => !file.exports.has(planned.name));
  if (missing.length === 0) return file.text;
  const { locals, insertions } = planImports(file, framework.routeImports);
  const handlers = missing.map((planned) => framework.emitHandler(planned, (name) => ident(locals.get(name) ?? name)));
  const lineBreak = lineBreakOf(file.text);
  const before = file.text === '' || file.text.endsWith('\n') ? '' : lineBreak;
  const text = `${before}${lineBreak}${joinCode(handlers, '\n\n')}\n`.replaceAll(/\r?\n/g, lineBreak);
  return insertAll(file.text, [...insertions, { at: file.text.length, text }]);
}
