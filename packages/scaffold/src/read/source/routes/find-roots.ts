// Which routers nobody mounts: the apps, or, where there is none, the routers of a folder of routes.

import type { Interpreter } from '../interpret/interpreter.js';
import type { LoadedModule } from '../interpret/modules.js';
import { type Closure, type RouterValue, unknown, type Value } from '../values.js';
import { createRouterState, type FrameworkName, type Router } from './router.js';

/** Functions that set routes up and that nobody called are called: a plugin, `createApp(options)`, `(app) => { … }`. */
export function callUncalled({ machine, entered }: Interpreter, modules: Iterable<LoadedModule>): readonly Router[] {
  const made: Router[] = [];
  const all = [...modules].flatMap((module) => exportedFunctions(module).map((closure) => ({ module, closure })));
  const factories = all.filter(({ closure }) => frameworkOfParameter(closure) === undefined);
  const plugins = all.filter(({ closure }) => frameworkOfParameter(closure) !== undefined);
  for (const { closure } of [...factories, ...plugins]) {
    // Of what the tool wrote, the router alone sets routes up.
    const isOurs = closure.file.isGenerated && !/[/\\]index\.ts$/.test(closure.file.path);
    if (entered.has(closure.node) || isOurs) continue;
    const framework = frameworkOfParameter(closure);
    if (framework === undefined && !CREATES.test(textOfClosure(closure))) continue;
    const at = { file: closure.file, start: closure.node.start };
    const router = framework && createRouterState(framework, at);
    const first: Value = router ? ({ kind: 'router', router } satisfies RouterValue) : unknown('given at run time');
    const others = closure.node.params.slice(1).map((): Value => unknown('given at run time'));
    machine.call(
      { file: closure.file, scope: closure.scope, depth: 0 },
      closure,
      [first, ...others].map((value) => ({ value, at })),
      at,
    );
    if (router && router.entries.length > 0) made.push(router);
  }
  return made;
}

const CREATES = /\bRouter\(|\bexpress\(\)|\bfastify\(|\bFastify\(|new Koa\b|new Router\b/;

function textOfClosure({ file, node }: Closure): string {
  return file.text.slice(node.start, node.end);
}

function exportedFunctions({ exports, commonJs }: LoadedModule): readonly Closure[] {
  const whole = commonJs.members.get('exports')?.value;
  const values = [
    ...[...exports.members.values()].map(({ value }) => value),
    ...(whole && whole !== exports
      ? [whole, ...(whole.kind === 'record' ? [...whole.members.values()].map(({ value }) => value) : [])]
      : []),
  ];
  return [...new Set(values)].filter((value) => value.kind === 'closure');
}

const TYPES: readonly (readonly [RegExp, FrameworkName])[] = [
  [/^(?:FastifyInstance|FastifyTypedInstance)\b/, 'fastify'],
  [/^(?:(?:express\.)?(?:Express|Application|Router|IRouter))\b/, 'express'],
  [/^(?:Koa)\b/, 'koa'],
];

/** Whether the first parameter is an app or a router, by its type, or by its name and what the file imports. */
function frameworkOfParameter({ node, file }: Closure): FrameworkName | undefined {
  const [first] = node.params;
  if (first?.type !== 'Identifier') return undefined;
  const type = first.typeAnnotation
    ? file.text.slice(first.typeAnnotation.typeAnnotation.start, first.typeAnnotation.end)
    : '';
  const typed = TYPES.find(([pattern]) => pattern.test(type))?.[1];
  if (typed === 'express' && /['"](?:@koa\/router|koa-router)['"]/.test(file.text)) return 'koa';
  if (typed || type !== '') return typed;
  if (/^(?:fastify|instance)$/.test(first.name)) return 'fastify';
  if (!/^(?:app|router|server|api|api[A-Z]\w*|\w+(?:App|Router))$/.test(first.name)) return undefined;
  return frameworkOfText(file.text);
}

/** The framework that a file speaks of; Express where it speaks of none. */
export function frameworkOfText(text: string): FrameworkName {
  if (/['"](?:fastify(?:-plugin)?|@fastify\/[\w-]+)['"]|\bFastify/.test(text)) return 'fastify';
  if (/['"](?:koa|@koa\/router|koa-router)['"]|\bctx\b/.test(text)) return 'koa';
  return 'express';
}
