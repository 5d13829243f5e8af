import type { OutputFile } from '@senior-backend/core/files/output-file';
import { groupBy } from '../group-by.js';
import type { ApiPlan, PlannedOperation } from '../plan/api-plan.js';
import { type Code, code, ident, joinCode, str } from './code.js';
import { type EmitOptions, emitShared } from './emit-shared.js';
import type { Framework, HandlerEmitter } from './framework.js';
import { entry, group, print } from './layout.js';
import { portableFiles, stylesOf } from './portable.js';

/** Every file of an API as it is first written, below the folder that holds `routes/`, `middleware/` and `types/`. */
export function emitFiles(
  plan: ApiPlan,
  framework: Framework,
  handlers: HandlerEmitter = stylesOf(framework),
  options: EmitOptions = {},
): readonly OutputFile[] {
  const routes = [...groupBy(plan.operations, (planned) => planned.file)].map(
    ([file, operations]): OutputFile => ({
      path: `routes/${file}.ts`,
      owner: 'user',
      content: newRouteFile(handlers, operations),
    }),
  );
  const shared = emitShared(plan, { ...options, shared: framework.shared(plan) });
  return [...routes, ...framework.emitToolFiles(plan), ...portableFiles(plan, framework), ...shared];
}

/** A route file as it is first written. */
export function newRouteFile(handlers: HandlerEmitter, operations: readonly PlannedOperation[]): string {
  const wanted = handlers.importsOf(operations);
  const byFile = groupBy(
    wanted.filter(({ isNamespace }) => !isNamespace),
    ({ from }) => from,
  );
  const imports = [...byFile].map(([from, names]) => {
    const onlyTypes = names.every(({ isType }) => isType);
    const items = names.map(({ name, isType }) =>
      entry(ident(name), isType && !onlyTypes ? { head: code`type ` } : {}),
    );
    return print(
      group(onlyTypes ? code`import type {` : code`import {`, items, code`} from ${str(from)};`, { padded: true }),
    );
  });
  const whole = wanted.filter(({ isNamespace }) => isNamespace);
  const namespaces = whole.map(({ name, from }) => code`import * as ${ident(name)} from ${str(from)};`);
  const head = joinCode([...imports, ...namespaces], '\n');
  return `${joinCode([head, ...operations.map((planned) => handlers.emitHandler(planned, LOCAL))], '\n\n')}\n`;
}

const LOCAL = (name: string): Code => ident(name);
