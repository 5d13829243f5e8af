// Handlers that know no framework: how they are first written, and the files that connect them to one.
import type { OutputFile } from '@senior-backend/core/files/output-file';
import type { ApiPlan, PlannedOperation } from '../plan/api-plan.js';
import { type Code, code, ident, key, num, str } from './code.js';
import { secured, toolFile } from './emit-shared.js';
import { type Framework, type HandlerEmitter, stubsOf } from './framework.js';
import { handlerNote } from './handler-note.js';
import { entry, group, print } from './layout.js';
import type { Phrases } from './phrases.js';
import { render } from './render.js';

export const PORTABLE_MODULE = '../middleware/portable.js';

const portableStubs: HandlerEmitter = stubsOf({
  routeImports: [
    { name: 'Handler', from: PORTABLE_MODULE, isType: true },
    { name: 'notImplemented', from: PORTABLE_MODULE, isType: false },
  ],
  emitHandler: (planned, local) =>
    code`${handlerNote(planned)}export const ${ident(planned.name)}: ${local('Handler')}<${str(planned.name)}> = async (input) => {\n  ${local('notImplemented')}(input);\n};`,
});

/** What handlers say that know no framework; `reply` is the name that it has in their file. */
export function portablePhrases(reply: Code): Phrases {
  return {
    parameters: code`input`,
    path: code`input.path`,
    query: code`input.query`,
    body: code`input.body`,
    headers: code`input.header`,
    auth: code`input.auth`,
    requestId: code`input.requestId`,
    answer(status, headers, body) {
      const given = headers.map(([name, value]) => entry(value, { head: code`${key(name)}: ` }));
      const values = [
        num(status),
        ...(body ? [body] : []),
        ...(given.length === 0 ? [] : [group(code`{`, given, code`}`, { padded: true })]),
      ];
      const call = group(
        code`return ${reply}(`,
        values.map((value) => entry(value)),
        code`);`,
      );
      return code`  ${print(call, 2)}`;
    },
  };
}

/** Stubs in the style of each operation. */
export function stylesOf(framework: Framework): HandlerEmitter {
  const native = stubsOf(framework);
  const emitterOf = ({ style }: PlannedOperation): HandlerEmitter => (style === 'portable' ? portableStubs : native);
  return {
    importsOf: (operations) => {
      const portable = operations.filter(({ style }) => style === 'portable');
      const others = operations.filter(({ style }) => style !== 'portable');
      return [
        ...(others.length > 0 ? native.importsOf(others) : []),
        ...(portable.length > 0 ? portableStubs.importsOf(portable) : []),
      ];
    },
    emitHandler: (planned, local) => emitterOf(planned).emitHandler(planned, local),
  };
}

export function isPortable({ operations }: ApiPlan): boolean {
  return operations.some(({ style }) => style === 'portable');
}

export function portableFiles(plan: ApiPlan, framework: Framework): readonly OutputFile[] {
  if (!isPortable(plan)) return [];
  const view = { secured: secured(plan) };
  return [
    toolFile(
      'middleware/portable.ts',
      render('shared/portable.ts', { ...view, signalOf: framework.shared(plan).signalOf }),
    ),
    toolFile('middleware/adapter.ts', render(`${framework.name}/adapter.ts`, view)),
  ];
}
