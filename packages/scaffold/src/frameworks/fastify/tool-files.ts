import type { OutputFile } from '@senior-backend/core/files/output-file';
import { code, joinCode, NOTHING, str } from '../../emit/code.js';
import { secured, toolFile } from '../../emit/emit-shared.js';
import { streamView } from '../../emit/emit-streams.js';
import { render } from '../../emit/render.js';
import { importsOfRoutes, mountNote, routesByPath, routeTarget } from '../../emit/router-parts.js';
import { additionalMethods } from '../../model/http-methods.js';
import type { ApiPlan, PlannedOperation } from '../../plan/api-plan.js';
import { answersJsonText } from '../../plan/json-texts.js';
import { routeUrl } from './route-url.js';

export function emitToolFiles(plan: ApiPlan): readonly OutputFile[] {
  const sendsJsonText = ({ operation }: PlannedOperation): boolean => answersJsonText(plan.model, operation);
  const jsonTexts = plan.operations.some(sendsJsonText);
  const routes = routesByPath(plan).map(({ path, operations }) => {
    const lines = operations.map((planned) => {
      const method = str(planned.operation.method.toUpperCase());
      const handler = code`...handle(${str(planned.name)}, ${routeTarget(plan, planned)}, options)`;
      const hook = sendsJsonText(planned) ? code`, onSend: textAsJson(${str(planned.name)})` : NOTHING;
      return code`  app.route({ method: ${method}, url: ${str(routeUrl(planned.operation.path))}, ${handler}${hook} });`;
    });
    const methods = joinCode(
      operations.map((planned) => str(planned.operation.method.toUpperCase())),
      ', ',
    );
    return joinCode([...lines, code`  app.route(methodNotAllowed(${str(routeUrl(path))}, ${methods}));`], '\n');
  });
  const additional = additionalMethods(plan.operations.map(({ operation }) => operation.method));
  const methods = { additional: additional.length > 0, methods: joinCode(additional.map(str), ', ') };
  const mount = code`app.register(routes, { prefix: ${str(plan.model.basePath)} })`;
  return [
    toolFile('middleware/decompress.ts', render('shared/decompress.ts', {})),
    toolFile('middleware/read-bytes.ts', render('shared/read-bytes.ts', {})),
    toolFile(
      'middleware/handler.ts',
      render('fastify/handler.ts', { ...methods, jsonTexts, secured: secured(plan), ...streamView(plan) }),
    ),
    toolFile(
      'routes/index.ts',
      render('fastify/index.ts', {
        ...methods,
        jsonTexts,
        imports: importsOfRoutes(plan),
        note: mountNote(plan, mount),
        routes: joinCode(routes, '\n\n'),
      }),
    ),
  ];
}
