import { code, ident, str } from '../../emit/code.js';
import type { Framework } from '../../emit/framework.js';
import { handlerNote } from '../../emit/handler-note.js';
import { phrases } from './phrases.js';
import { emitToolFiles } from './tool-files.js';

export const hono: Framework = {
  name: 'hono',
  emitToolFiles,
  phrases,
  shared: () => ({ isJsonText: false, begun: true, signalOf: false }),
  routeImports: [
    { name: 'Handler', from: '../middleware/handler.js', isType: true },
    { name: 'notImplemented', from: '../middleware/handler.js', isType: false },
  ],
  emitHandler: (planned, local) =>
    code`${handlerNote(planned)}export const ${ident(planned.name)}: ${local('Handler')}<${str(planned.name)}> = async (c) => {\n  return ${local('notImplemented')}(c);\n};`,
};
