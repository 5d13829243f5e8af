import type { OutputFile } from '@senior-backend/core/files/output-file';
import { code, joinCode, str } from '../../emit/code.js';
import { secured, toolFile } from '../../emit/emit-shared.js';
import { streamView } from '../../emit/emit-streams.js';
import { render } from '../../emit/render.js';
import { importsOfRoutes, mountNote, routesByPath, routeTarget } from '../../emit/router-parts.js';
import { isPathMethod } from '../../model/http-methods.js';
import type { ApiPlan } from '../../plan/api-plan.js';
import { routePath } from '../path-to-regexp.js';
import { verb } from '../verb.js';

export function emitToolFiles(plan: ApiPlan): readonly OutputFile[] {
  const routes = routesByPath(plan).map(({ path, operations }) => {
    const lines = operations.map((planned) => {
      const { method, path: own } = planned.operation;
      const handler = code`handle(${str(planned.name)}, ${routeTarget(plan, planned)}, options)`;
      // The types of @koa/router do not promise `trace`.
      return isPathMethod(method) && method !== 'trace'
        ? code`  router.${verb(method)}(${str(routePath(own))}, ${handler});`
        : code`  router.register(${str(routePath(own))}, [${str(method.toUpperCase())}], ${handler});`;
    });
    const methods = joinCode(
      operations.map((planned) => str(planned.operation.method.toUpperCase())),
      ', ',
    );
    return joinCode([...lines, code`  router.all(${str(routePath(path))}, methodNotAllowed(${methods}));`], '\n');
  });
  const mount = code`app.use(createRouter({ prefix: ${str(plan.model.basePath)} }).routes())`;
  return [
    toolFile('middleware/decompress.ts', render('shared/decompress.ts', {})),
    toolFile('middleware/read-bytes.ts', render('shared/read-bytes.ts', {})),
    toolFile('middleware/handler.ts', render('koa/handler.ts', { secured: secured(plan), ...streamView(plan) })),
    toolFile(
      'routes/index.ts',
      render('koa/index.ts', {
        imports: importsOfRoutes(plan),
        note: mountNote(plan, mount),
        routes: joinCode(routes, '\n\n'),
      }),
    ),
  ];
}
