// Koa with @koa/router or koa-router: routes with an optional name in front, `routes()`, `prefix()`, nested routers.
import type { Machine } from '../../interpret/machine.js';
import { type Item, memberOf, native, type RouterValue, textOf, unknown, type Value } from '../../values.js';
import { use, withPath } from '../mount.js';
import { packagePath } from '../package-path.js';
import { methodOfVerb } from '../verbs.js';

interface Called {
  readonly machine: Machine;
  readonly self: RouterValue;
  readonly at: Item['at'];
}

/** What a method gives; the router itself where it gives nothing. */
type Method = (called: Called, args: readonly Item[]) => Value | undefined;

const METHODS: Readonly<Record<string, Method>> = {
  use({ machine, self: { router }, at }, args) {
    const others = args.filter((item) => !addKoaRoute(router, item, at));
    if (others.length > 0) use(machine, router, { ...withPath(others), at });
  },
  routes: itself,
  middleware: itself,
  param: itself,
  redirect: itself,
  allowedMethods: ({ at }) => ({ kind: 'call', callee: { kind: 'package', name: '@koa/router' }, args: [], at }),
  prefix({ self }, [prefix]) {
    if (prefix) self.router.prefix = prefix.value;
  },
  register({ self, at }, [path, methods, ...handlers]) {
    addRoute(self.router, methodNames(methods?.value), path, handlers, at);
  },
  route({ machine, self, at }, args) {
    for (const { value } of args.flatMap((item) => (item.value.kind === 'list' ? item.value.items : [item])))
      routeOfRecord(machine, self.router, value, at);
  },
  ''({ machine, at }) {
    machine.note('the method of a route is known at run time only', at);
  },
};

function itself(): undefined {
  return undefined;
}

export function koaMember(machine: Machine, self: RouterValue, name: string): Value {
  const known = Object.hasOwn(METHODS, name) ? METHODS[name] : undefined;
  if (known) return native(name, (args, at) => known({ machine, self, at }, args) ?? self);
  const method = methodOfVerb(name);
  if (method === undefined) return { kind: 'member', object: { kind: 'package', name: 'koa' }, name };
  return native(name, (args, at) => {
    const [path, ...handlers] = withoutName(args);
    addRoute(self.router, [method], path, handlers, at);
    return self;
  });
}

/** koa-route: `app.use(route.get('/users/:id', …))`. */
function addKoaRoute(router: RouterValue['router'], { value }: Item, at: Item['at']): boolean {
  const called = value.kind === 'call' ? packagePath(value.callee) : undefined;
  if (value.kind !== 'call' || called?.name !== 'koa-route') return false;
  const method = methodOfVerb(called.members.at(-1) ?? '');
  const [path, ...handlers] = value.args;
  if (method !== undefined) addRoute(router, [method], path, handlers, at);
  return true;
}

/** `router.get('user', '/users/:id', …)`: what stands in front of the path is a name. A path begins with a slash where it is a text. */
function withoutName(args: readonly Item[]): readonly Item[] {
  const [first, second, ...rest] = args;
  const name = textOf(first?.value);
  if (name === undefined || !second) return args;
  const isNamed =
    textOf(second.value) !== undefined ||
    second.value.kind === 'pattern' ||
    (rest.length > 0 && /^[^/*(]/.test(name) && !isHandler(second.value));
  return isNamed ? args.slice(1) : args;
}

function isHandler({ kind }: Value): boolean {
  return kind === 'closure' || kind === 'native' || kind === 'list';
}

function addRoute(
  router: RouterValue['router'],
  methods: readonly string[],
  path: Item | undefined,
  handlers: readonly Item[],
  at: Item['at'],
): void {
  if (path && handlers.length > 0) router.entries.push({ kind: 'route', methods, path: path.value, handlers, at });
}

function methodNames(value: Value | undefined): readonly string[] {
  const items = value?.kind === 'list' ? value.items.map((item) => item.value) : value ? [value] : [];
  return items.flatMap((item) => textOf(item)?.toUpperCase() ?? []);
}

/** koa-joi-router: `router.route({ method, path, validate, handler })`. */
function routeOfRecord(machine: Machine, router: RouterValue['router'], value: Value, at: Item['at']): void {
  const methods = methodNames(memberOf(value, 'method'));
  const handler = memberOf(value, 'handler') ?? unknown('no handler');
  const path = memberOf(value, 'path');
  if (path === undefined || methods.length === 0)
    machine.note('a route whose method or path is known at run time only', at);
  else router.entries.push({ kind: 'route', methods, path, handlers: [{ value: handler, at }], options: value, at });
}
