import type { OutputFile } from '@senior-backend/core/files/output-file';
import { code, joinCode, str } from '../../emit/code.js';
import { secured, toolFile } from '../../emit/emit-shared.js';
import { streamView } from '../../emit/emit-streams.js';
import { render } from '../../emit/render.js';
import { importsOfRoutes, mountNote, routesByPath, routeTarget } from '../../emit/router-parts.js';
import { groupBy } from '../../group-by.js';
import { additionalMethods, isPathMethod } from '../../model/http-methods.js';
import type { ApiPlan } from '../../plan/api-plan.js';
import { routePath } from '../path-to-regexp.js';
import { verb } from '../verb.js';

export function emitToolFiles(plan: ApiPlan): readonly OutputFile[] {
  const routes = routesByPath(plan).map(({ operations }) => {
    const methods = joinCode(
      operations.map((planned) => str(planned.operation.method.toUpperCase())),
      ', ',
    );
    const byPath = [...groupBy(operations, ({ operation }) => operation.path)];
    const last = byPath.at(-1)?.[0];
    // One layer a path: Express tries them one after the other.
    const chains = byPath.map(([path, group]) => [
      code`  route(${str(routePath(path))})`,
      ...group.map((planned) => {
        const { method } = planned.operation;
        const handler = code`handle(${str(planned.name)}, ${routeTarget(plan, planned)}, options)`;
        return isPathMethod(method)
          ? code`    .${verb(method)}(${handler})`
          : code`    .all(only(${str(method.toUpperCase())}, ${handler}))`;
      }),
      ...(path === last ? [code`    .all(methodNotAllowed(${methods}))`] : []),
    ]);
    return joinCode(
      chains.map((lines) => code`${joinCode(lines, '\n')};`),
      '\n',
    );
  });
  const only = additionalMethods(plan.operations.map(({ operation }) => operation.method)).length > 0;
  return [
    toolFile(
      'middleware/handler.ts',
      render('express/handler.ts', { only, secured: secured(plan), ...streamView(plan) }),
    ),
    toolFile(
      'routes/index.ts',
      render('express/index.ts', {
        only,
        imports: importsOfRoutes(plan),
        note: mountNote(plan, code`app.use(${str(plan.model.basePath)}, createRouter())`),
        routes: joinCode(routes, '\n\n'),
      }),
    ),
  ];
}
