import { code, ident, str } from '../../emit/code.js';
import type { Framework } from '../../emit/framework.js';
import { handlerNote } from '../../emit/handler-note.js';
import { answersJsonText } from '../../plan/json-texts.js';
import { phrases } from './phrases.js';
import { emitToolFiles } from './tool-files.js';

export const fastify: Framework = {
  name: 'fastify',
  emitToolFiles,
  phrases,
  shared: (plan) => ({
    isJsonText: plan.operations.some(({ operation }) => answersJsonText(plan.model, operation)),
    begun: false,
    signalOf: true,
  }),
  routeImports: [
    { name: 'Handler', from: '../middleware/handler.js', isType: true },
    { name: 'notImplemented', from: '../middleware/handler.js', isType: false },
  ],
  emitHandler: (planned, local) =>
    code`${handlerNote(planned)}export const ${ident(planned.name)}: ${local('Handler')}<${str(planned.name)}> = async (request, reply) => {\n  ${local('notImplemented')}(request, reply);\n};`,
};
