// Functions that nobody calls are called, so that what they set up is seen: plugins, factories.

import type { FrameworkName } from '../../../model/framework-name.js';
import type { Interpreter } from '../interpret/interpreter.js';
import type { LoadedModule } from '../interpret/modules.js';
import { frameOf } from '../interpret/natives/functions.js';
import { type ClassValue, type Closure, type RouterValue, unknown, type Value } from '../values.js';
import { createRouterState, type Router } from './router.js';

export interface Called {
  /** What stood for the app or router that a plugin is given. */
  readonly plugins: readonly Router[];
  /** Made by a function that the program itself turned out to call: that call says where they are mounted. */
  readonly superseded: ReadonlySet<Router>;
}

interface Attempt {
  readonly node: Closure['node'];
  /** How often the function had been walked through when ours was done. */
  readonly count: number;
  readonly made: readonly Router[];
  readonly plugin: Router | undefined;
}

/** Functions that set routes up and that nobody called are called: a plugin, `createApp(options)`, `(app) => { … }`. */
export function callUncalled(interpreter: Interpreter, modules: Iterable<LoadedModule>): Called {
  const { entered } = interpreter;
  const exported = [...modules].flatMap((module) => exportedValues(interpreter, module));
  const all = exported.flatMap((value) => (value.kind === 'closure' ? [value] : []));
  const isPlugin = (closure: Closure): boolean => frameworkOfParameter(closure) !== undefined;
  const methods = exported.flatMap((value) => (value.kind === 'class' ? pluginMethods(interpreter, value) : []));
  const queue = [...all.filter((closure) => !isPlugin(closure)), ...all.filter(isPlugin), ...methods];
  const attempts: Attempt[] = [];
  for (const closure of queue) {
    // Of what the tool wrote, the router alone sets routes up.
    const isOurs = closure.file.isGenerated && !/[/\\]index\.ts$/.test(closure.file.path);
    if (entered.has(closure.node) || isOurs || !(isPlugin(closure) || setsUp(closure))) continue;
    const { attempt, result } = callOne(interpreter, closure);
    attempts.push(attempt);
    // A function that makes a plugin: `createPlugin(options)` gives `async (fastify) => { … }`.
    if (result.kind === 'closure' && isPlugin(result)) queue.push(result);
  }
  const late = attempts.filter(({ node, count }) => (entered.get(node) ?? 0) > count);
  const superseded = new Set(late.flatMap(({ made, plugin }) => (plugin ? [...made, plugin] : made)));
  const plugins = attempts.flatMap(({ plugin }) => (plugin && plugin.entries.length > 0 ? [plugin] : []));
  return { plugins, superseded };
}

function callOne(
  { machine, entered, routers }: Interpreter,
  closure: Closure,
): { readonly attempt: Attempt; readonly result: Value } {
  const at = { file: closure.file, start: closure.node.start };
  const framework = frameworkOfParameter(closure);
  const plugin = framework && createRouterState(framework, at);
  const first: Value = plugin ? ({ kind: 'router', router: plugin } satisfies RouterValue) : unknown(GIVEN);
  const given = [first, ...closure.node.params.slice(1).map((): Value => unknown(GIVEN))];
  const before = routers.length;
  const frame = { file: closure.file, scope: closure.scope, depth: 0 };
  const result = machine.call(
    frame,
    closure,
    given.map((value) => ({ value, at })),
    at,
  );
  const count = entered.get(closure.node) ?? 0;
  return { attempt: { node: closure.node, count, made: routers.slice(before), plugin }, result };
}

const GIVEN = 'given at run time';

/** It makes an app or a router, or does to one what only setting up does. */
const SETS_UP =
  /\bRouter\(|\bexpress\(\)|\bfastify\(|\bFastify\(|new Koa\b|new (?:OpenAPI)?Hono\b|new Router\b|\.(?:use|register)\(|\.(?:get|post|put|patch|delete|del|all|route)\(\s*['"`[]\s*['"`]?\//;

/** By itself, or by a function of a file that makes an app. */
function setsUp({ file, node }: Closure): boolean {
  return SETS_UP.test(file.text.slice(node.start, node.end)) || MAKES_APP.test(file.text);
}

const MAKES_APP = /\bexpress(?:_1\.default\))?\(\)|\b[fF]astify(?:_1\.default\))?\(|new Koa\b|new (?:OpenAPI)?Hono\b/;

function exportedValues({ machine }: Interpreter, { exports, commonJs }: LoadedModule): readonly Value[] {
  const whole = commonJs.members.get('exports')?.value;
  const records = [exports, whole].filter((value) => value?.kind === 'record');
  const members = records.flatMap((of) => [...of.members.keys()].map((name) => machine.member(of, name)));
  const values = new Set(whole ? [...members, whole] : members);
  return [...values];
}

/** `class Gateway { initApp(app) { … } }`: called on an instance of which nothing is given. */
function pluginMethods({ machine }: Interpreter, made: ClassValue): readonly Closure[] {
  const names = made.node.body.body.flatMap((element) => {
    if (element.type !== 'MethodDefinition' || element.static || element.kind !== 'method') return [];
    const method: Closure = { kind: 'closure', node: element.value, scope: made.scope, file: made.file };
    const isPlugin = frameworkOfParameter(method) !== undefined;
    return isPlugin && element.key.type === 'Identifier' ? [element.key.name] : [];
  });
  if (names.length === 0) return [];
  const at = { file: made.file, start: made.node.start };
  const instance = machine.call(frameOf(at), made, [], at, undefined, true);
  return names.map((name) => machine.member(instance, name)).filter((value) => value.kind === 'closure');
}

const TYPES: readonly (readonly [RegExp, FrameworkName])[] = [
  [/^(?:FastifyInstance|FastifyTypedInstance)\b/, 'fastify'],
  [/^(?:(?:express\.)?(?:Express|Application|Router|IRouter))\b/, 'express'],
  [/^(?:Koa)\b/, 'koa'],
  [/^(?:OpenAPI)?Hono\b/, 'hono'],
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
  return /['"](?:hono(?:\/[\w-]+)?|@hono\/zod-openapi)['"]/.test(text) ? 'hono' : 'express';
}
