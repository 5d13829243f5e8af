// Which handlers are written for the framework, and which know none. What a person wrote stays as it is.
import { newRouteFile } from '../emit/emit-files.js';
import type { Framework } from '../emit/framework.js';
import { stylesOf } from '../emit/portable.js';
import { frameworkNamed } from '../frameworks/frameworks.js';
import type { ApiPlan, HandlerStyle, PlannedOperation } from '../plan/api-plan.js';
import type { StyleOf } from './place-operations.js';
import type { Project } from './read-project.js';
import type { SourceFile } from './source-file.js';

export interface HandlerStyles {
  /** The style of new handlers. */
  readonly wanted: HandlerStyle;
  readonly styleOf: StyleOf;
  /** Route files that hold nothing but stubs of another style or framework, and are written anew. */
  readonly rewritten: ReadonlySet<string>;
}

/** What is asked for wins, then what the project had; a handler that is written stays as it is. */
export function handlerStyles(
  plan: ApiPlan,
  project: Project,
  framework: Framework,
  asked: HandlerStyle | undefined,
): HandlerStyles {
  const wanted = asked ?? project.style ?? 'native';
  const before = { style: project.style ?? 'native', framework: frameworkNamed(project.framework) ?? framework };
  const rewritten = new Set<string>();
  const isSwitched = before.style !== wanted || (wanted === 'native' && before.framework !== framework);
  for (const [file, source] of isSwitched ? project.routes : [])
    if (isStubs(source, operationsIn(plan, file, before.style), before.framework)) rewritten.add(file);
  return {
    wanted,
    rewritten,
    styleOf: (name, file) => {
      const source = project.routes.get(file);
      if (source === undefined || rewritten.has(file) || !source.exports.has(name)) return wanted;
      return writtenStyle(source, name) ?? project.style ?? 'native';
    },
  };
}

function operationsIn(plan: ApiPlan, file: string, style: HandlerStyle): readonly PlannedOperation[] {
  return plan.operations.filter((planned) => planned.file === file).map((planned) => ({ ...planned, style }));
}

function isStubs(source: SourceFile, operations: readonly PlannedOperation[], framework: Framework): boolean {
  if (operations.length === 0 || !operations.every(({ name }) => source.exports.has(name))) return false;
  return source.text === newRouteFile(stylesOf(framework), operations);
}

/** By the module that the type of the handler comes from; undefined for one that is typed otherwise. */
function writtenStyle({ types, imports }: SourceFile, name: string): HandlerStyle | undefined {
  const type = types.get(name);
  const from = [...imports].find(([, names]) => [...names.values()].some((local) => local === type))?.[0] ?? '';
  if (type === undefined) return undefined;
  if (/\/middleware\/portable\.js$/.test(from)) return 'portable';
  return /\/middleware\/handler\.js$/.test(from) ? 'native' : undefined;
}
