import type { RouteImport } from '../emit/framework.js';
import type { Insertion } from './insert.js';
import { lineBreakOf } from './insert.js';
import { NAMESPACE, type SourceFile } from './source-file.js';

export interface ImportPlan {
  /** Imported name → the name it has in the file. */
  readonly locals: ReadonlyMap<string, string>;
  readonly insertions: readonly Insertion[];
}

/** What must be imported so that new code can use some names. A name that the file uses for something else gets an alias. */
export function planImports(file: SourceFile, needed: readonly RouteImport[]): ImportPlan {
  const locals = new Map<string, string>();
  const missing = new Map<string, string[]>();
  const whole: string[] = [];
  for (const { name, from, isType, isNamespace } of needed) {
    const known = file.imports.get(from)?.get(isNamespace ? NAMESPACE : name);
    const local = known ?? freeName(file, name);
    locals.set(name, local);
    if (known !== undefined) continue;
    if (isNamespace) {
      whole.push(`import * as ${local} from '${from}';`);
      continue;
    }
    const specifier = local === name ? name : `${name} as ${local}`;
    missing.set(from, [...(missing.get(from) ?? []), isType ? `type ${specifier}` : specifier]);
  }
  const lineBreak = lineBreakOf(file.text);
  const named = [...missing].map(([from, specifiers]) => `import { ${specifiers.join(', ')} } from '${from}';`);
  const lines = [...named, ...whole];
  if (lines.length === 0) return { locals, insertions: [] };
  const text = lines.join(lineBreak);
  if (file.importsEnd !== undefined) return { locals, insertions: [{ at: file.importsEnd, text: lineBreak + text }] };
  return { locals, insertions: [{ at: startOfCode(file.text), text: text + lineBreak }] };
}

function freeName(file: SourceFile, name: string): string {
  if (!file.names.has(name)) return name;
  const alias = `api${name.charAt(0).toUpperCase()}${name.slice(1)}`;
  let free = alias;
  for (let count = 2; file.names.has(free); count += 1) free = `${alias}${count}`;
  return free;
}

/** Behind a byte order mark and a `#!` line. */
function startOfCode(text: string): number {
  return /^\ufeff?(?:#!.*\r?\n)?/.exec(text)?.[0].length ?? 0;
}
