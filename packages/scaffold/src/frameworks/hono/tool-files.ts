import type { OutputFile } from '@senior-backend/core/files/output-file';
import { type Code, code, joinCode, key, str } from '../../emit/code.js';
import { secured, toolFile } from '../../emit/emit-shared.js';
import { streamView } from '../../emit/emit-streams.js';
import { render } from '../../emit/render.js';
import { importsOfRoutes, mountNote, type Route, routesByPath, routeTarget } from '../../emit/router-parts.js';
import { mediaKind } from '../../model/media-kind.js';
import type { ApiPlan, PlannedOperation } from '../../plan/api-plan.js';
import { streamUse } from '../../plan/streams.js';
import { verb } from '../verb.js';
import { routePath } from './route-path.js';

export function emitToolFiles(plan: ApiPlan): readonly OutputFile[] {
  const routes = routesByPath(plan).map((route) => routeLines(plan, route));
  const only = plan.operations.some(({ operation }) => operation.method === 'head');
  const mount = code`app.route(${str(plan.model.basePath)}, createRouter())`;
  const bodyTargets = plan.operations.flatMap(bodyTarget);
  const streams = { ...streamView(plan), sequencesOut: streamUse(plan).sequencesOut };
  const types = {
    secured: secured(plan),
    otherBodies: bodyTargets.length > 0,
    bodyTargets: joinCode(bodyTargets, '\n'),
  };
  return [
    toolFile('middleware/context.ts', render('hono/context.ts', types)),
    toolFile('middleware/decompress.ts', render('shared/decompress.ts', {})),
    toolFile('middleware/handler.ts', render('hono/handler.ts', { only, secured: secured(plan), ...streams })),
    toolFile('middleware/web-requests.ts', render('hono/web-requests.ts', streams)),
    ...(streams.streamsOut ? [toolFile('middleware/web-streams.ts', render('hono/web-streams.ts', streams))] : []),
    toolFile(
      'routes/index.ts',
      render('hono/index.ts', {
        only,
        imports: importsOfRoutes(plan),
        note: mountNote(plan, mount),
        routes: joinCode(routes, '\n\n'),
      }),
    ),
  ];
}

function routeLines(plan: ApiPlan, { path, operations }: Route): Code {
  const lines = operations.map((planned) => {
    const { method, path: own } = planned.operation;
    const handler = code`handle(${str(planned.name)}, ${routeTarget(plan, planned)}, options)`;
    if (method === 'head') return code`  router.get(${str(routePath(own))}, only('HEAD', ${handler}));`;
    return isVerb(method)
      ? code`  router.${verb(method)}(${str(routePath(own))}, ${handler});`
      : code`  router.on(${str(method.toUpperCase())}, ${str(routePath(own))}, ${handler});`;
  });
  const methods = joinCode(
    operations.map((planned) => str(planned.operation.method.toUpperCase())),
    ', ',
  );
  return joinCode([...lines, code`  router.all(${str(routePath(path))}, methodNotAllowed(${methods}));`], '\n');
}

/** Hono has a word of its own for these. */
function isVerb(method: string): method is 'get' | 'put' | 'post' | 'delete' | 'options' | 'patch' {
  return /^(?:get|put|post|delete|options|patch)$/.test(method);
}

/** `upload: 'form';` for an operation whose body is no JSON. */
function bodyTarget({ name, operation }: PlannedOperation): readonly Code[] {
  const types = (operation.requestBody?.content ?? []).map(({ type }) => type);
  if (types.every((type) => /[/+]json$/.test(type))) return [];
  const target = types.every((type) => mediaKind(type) === 'form') ? code`'form'` : code`'body'`;
  return [code`  readonly ${key(name)}: ${target};`];
}
