// Hono: `app.get(path, …)`, chains that keep the path, `on`, `use`, `route`, `basePath`; `openapi` of @hono/zod-openapi.
import type { Machine } from '../../interpret/machine.js';
import { createRouterState, type Router } from '../../routes/router.js';
import { constant, type Item, native, type RouterValue, textOf, type Value } from '../../values.js';
import { use, withPath } from '../mount.js';
import { onlyMethod } from '../only-method.js';
import { methodOfVerb } from '../verbs.js';
import { openApiRoute } from './openapi-route.js';

interface Called {
  readonly machine: Machine;
  readonly self: RouterValue;
  readonly at: Item['at'];
}

/** What a method gives; the app itself where it gives nothing. */
type Method = (called: Called, args: readonly Item[]) => Value | undefined;

/** The path that a chain goes on with: `app.get('/books', list).post(create)`. */
const lastPaths = new WeakMap<Router, Value>();

const METHODS: Readonly<Record<string, Method>> = {
  use({ machine, self: { router }, at }, args) {
    const { path, handlers } = withPath(args);
    use(machine, router, { path: below(path), handlers, at });
  },
  route({ machine, self: { router }, at }, [path, ...handlers]) {
    if (path) use(machine, router, { path: path.value, handlers, at });
  },
  basePath({ self: { router }, at }, [path]) {
    const target = createRouterState('hono', at);
    target.isMounted = true;
    if (path) router.entries.push({ kind: 'mount', path: path.value, target, middleware: [], at });
    return { kind: 'router', router: target };
  },
  on({ self: { router }, at }, [methods, paths, ...handlers]) {
    const names = itemsOf(methods).flatMap((value) => textOf(value)?.toUpperCase() ?? []);
    for (const path of itemsOf(paths)) addRoute(router, names, path, handlers, at);
  },
  openapi({ machine, self: { router }, at }, [route, ...handlers]) {
    const found = route && openApiRoute(route);
    if (!found) machine.note('a route whose method or path is known at run time only', at);
    else {
      const { method, path, options } = found;
      router.entries.push({ kind: 'route', methods: [method], path, handlers, options, at });
    }
  },
  mount({ machine, at }) {
    machine.note('what is mounted here answers web requests by itself', at);
  },
  onError: itself,
  notFound: itself,
  ''({ machine, at }) {
    machine.note('the method of a route is known at run time only', at);
  },
};

function itself(): undefined {
  return undefined;
}

export function honoMember(machine: Machine, self: RouterValue, name: string): Value {
  const known = Object.hasOwn(METHODS, name) ? METHODS[name] : undefined;
  if (known) return native(name, (args, at) => known({ machine, self, at }, args) ?? self);
  const method = methodOfVerb(name);
  if (method === undefined) return { kind: 'member', object: { kind: 'package', name: 'hono' }, name };
  return native(name, (args, at) => {
    const [first, ...rest] = args;
    const isPath = first !== undefined && (textOf(first.value) !== undefined || first.value.kind === 'unknown');
    const path = isPath ? first.value : (lastPaths.get(self.router) ?? constant('/'));
    const handlers = isPath ? rest : args;
    addRoute(self.router, [onlyMethod(handlers) ?? method], path, handlers, at);
    return self;
  });
}

function itemsOf(item: Item | undefined): readonly Value[] {
  if (!item) return [];
  return item.value.kind === 'list' ? item.value.items.map(({ value }) => value) : [item.value];
}

/** `/admin/*` stands for the path and all below it, `*` for everything. */
function below(path: Value): Value {
  const text = textOf(path);
  return text === undefined ? path : constant(text.replace(/\/?\*$/, ''));
}

function addRoute(
  router: Router,
  methods: readonly string[],
  path: Value,
  handlers: readonly Item[],
  at: Item['at'],
): void {
  lastPaths.set(router, path);
  if (handlers.length > 0 && methods.length > 0) router.entries.push({ kind: 'route', methods, path, handlers, at });
}
