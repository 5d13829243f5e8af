// Fastify 4 and 5: routes with options, plugins with prefixes, folders of plugins.
import type { Machine } from '../../interpret/machine.js';
import { type Item, memberOf, native, type RouterValue, textOf, unknown, type Value } from '../../values.js';
import { packageName } from '../package-path.js';
import { methodOfVerb } from '../verbs.js';
import { register } from './register.js';

/** Methods that give the instance back. */
const CHAINED: ReadonlySet<string> = new Set(
  'addHook addSchema addContentTypeParser decorate decorateReply decorateRequest setErrorHandler setNotFoundHandler setReplySerializer setSchemaController setSchemaErrorFormatter setSerializerCompiler setValidatorCompiler withTypeProvider use'.split(
    ' ',
  ),
);

export function fastifyMember(machine: Machine, self: RouterValue, name: string): Value {
  const { router } = self;
  if (name === 'register') {
    return native(name, ([plugin, options], at) => {
      if (plugin) register(machine, router, plugin.value, options?.value, at);
      return self;
    });
  }
  if (name === 'route') {
    return native(name, ([options], at) => {
      routeOfOptions(machine, router, options?.value, at);
      return self;
    });
  }
  if (name === 'addHook') {
    return native(name, ([hook, handler], at) => {
      const handlers = handler ? [handler] : [];
      if (/^(?:onRequest|preHandler|preValidation|preParsing)$/.test(textOf(hook?.value) ?? ''))
        router.entries.push({ kind: 'middleware', path: { kind: 'constant', value: '' }, handlers, at });
      return self;
    });
  }
  if (name === 'after' || name === 'ready') {
    return native(name, ([callback], at) => {
      if (callback?.value.kind === 'closure')
        machine.call({ file: at.file, scope: callback.value.scope, depth: 0 }, callback.value, [], at);
      return self;
    });
  }
  if (CHAINED.has(name)) return native(name, () => self);
  const method = methodOfVerb(name);
  if (method !== undefined) return native(name, (args, at) => routeOfVerb(self, method, args, at));
  return { kind: 'member', object: { kind: 'package', name: 'fastify' }, name };
}

/** `app.get(url, handler)`, `app.get(url, options, handler)`, `app.get(url, { handler })` */
function routeOfVerb(self: RouterValue, method: string, [path, ...rest]: readonly Item[], at: Item['at']): Value {
  if (!path) return self;
  const options = rest.find(({ value }) => value.kind === 'record')?.value;
  const handlers = rest.filter(({ value }) => value.kind !== 'record');
  const own = memberOf(options, 'handler');
  self.router.entries.push({
    kind: 'route',
    methods: [method],
    path: path.value,
    handlers: [...hooksOf(options, at), ...handlers, ...(own ? [{ value: own, at }] : [])],
    ...(options && { options }),
    at,
  });
  return self;
}

function routeOfOptions(
  machine: Machine,
  router: RouterValue['router'],
  options: Value | undefined,
  at: Item['at'],
): void {
  const method = memberOf(options, 'method');
  const methods =
    method?.kind === 'list' ? method.items.flatMap((item) => textOf(item.value) ?? []) : [textOf(method) ?? ''];
  const path = memberOf(options, 'url') ?? memberOf(options, 'path');
  if (options?.kind === 'call' && packageName(options.callee) === 'api-scaffold/handler.methodNotAllowed') return;
  if (path === undefined || !options || methods.some((one) => one === '')) {
    machine.note('a route whose method or path is known at run time only', at);
    return;
  }
  router.entries.push({
    kind: 'route',
    methods: methods.map((one) => one.toUpperCase()),
    path,
    handlers: [...hooksOf(options, at), { value: memberOf(options, 'handler') ?? unknown('no handler'), at }],
    options,
    at,
  });
}

/** Middleware of a single route: `{ preHandler: [authenticate] }`. */
function hooksOf(options: Value | undefined, at: Item['at']): readonly Item[] {
  return ['onRequest', 'preParsing', 'preValidation', 'preHandler'].flatMap((name) => {
    const hook = memberOf(options, name);
    if (hook === undefined) return [];
    return hook.kind === 'list' ? hook.items : [{ value: hook, at }];
  });
}
