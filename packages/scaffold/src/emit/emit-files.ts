import type { OutputFile } from '@senior-backend/core/files/output-file';
import type { Framework } from '../frameworks/framework.js';
import { groupBy } from '../group-by.js';
import type { ApiPlan, PlannedOperation } from '../plan/api-plan.js';
import { type Code, code, ident, joinCode, str } from './code.js';
import { emitShared } from './emit-shared.js';
import { entry, group, print } from './layout.js';

/** Every file of an API as it is first written, below the folder that holds `routes/`, `middleware/` and `types/`. */
export function emitFiles(plan: ApiPlan, framework: Framework): readonly OutputFile[] {
  const routes = [...groupBy(plan.operations, (planned) => planned.file)].map(
    ([file, operations]): OutputFile => ({
      path: `routes/${file}.ts`,
      owner: 'user',
      content: newRouteFile(framework, operations),
    }),
  );
  return [...routes, ...framework.emitToolFiles(plan), ...emitShared(plan)];
}

function newRouteFile(framework: Framework, operations: readonly PlannedOperation[]): string {
  const byFile = groupBy(framework.routeImports, (wanted) => wanted.from);
  const imports = [...byFile].map(([from, names]) => {
    const items = names.map(({ name, isType }) => entry(ident(name), isType ? { head: code`type ` } : {}));
    return print(group(code`import {`, items, code`} from ${str(from)};`, { padded: true }));
  });
  return `${joinCode([joinCode(imports, '\n'), ...operations.map((planned) => framework.emitHandler(planned, LOCAL))], '\n\n')}\n`;
}

const LOCAL = (name: string): Code => ident(name);
