// Routers, as the code set them up → one list of routes with whole paths.
import type { FrameworkName } from '../../../model/framework-name.js';
import type { Machine } from '../interpret/machine.js';
import type { Place } from '../source-file.js';
import type { Item, Value } from '../values.js';
import { joinPaths, type PathTemplate, pathTemplates } from './path-template.js';
import type { MiddlewareEntry, RouteEntry, Router } from './router.js';

export interface FoundRoute {
  /** Lower case. */
  readonly method: string;
  readonly template: PathTemplate;
  readonly framework: FrameworkName;
  /** What runs before the handler, and the handler last. */
  readonly handlers: readonly Item[];
  readonly options?: Value;
  /** One of all methods: of a path that has no other route, or beside routes of the same path. */
  readonly ofAll?: 'alone' | 'beside';
  readonly at: Place;
}

/** The routes of the roots, in the order of the code. What cannot be followed is noted. */
export function collectRoutes(machine: Machine, roots: readonly Router[]): readonly FoundRoute[] {
  const found = new Map<string, FoundRoute>();
  for (const root of roots) {
    for (const route of routesOf(machine, root, '', [], new Set())) {
      const key = `${route.method} ${shapeOf(route.template)}`;
      // The first one answers; what is there for all methods may leave some to others.
      const known = found.get(key);
      if (!known || (known.ofAll !== undefined && route.ofAll === undefined)) found.set(key, route);
    }
  }
  return [...found.values()];
}

/** What decides which requests a path answers: its text, and the patterns of its parameters, but not their names. */
function shapeOf({ path, parameters }: PathTemplate): string {
  let next = 0;
  return path.replace(/\{[^{}]+\}/g, () => {
    const pattern = parameters[next]?.pattern ?? '';
    next += 1;
    return `{${pattern}}`;
  });
}

interface Before {
  readonly path: string;
  readonly handlers: readonly Item[];
}

function routesOf(
  machine: Machine,
  router: Router,
  prefix: string,
  above: readonly Before[],
  open: ReadonlySet<Router>,
): readonly FoundRoute[] {
  if (open.has(router)) return [];
  const inside = new Set(open).add(router);
  const own = router.prefix === undefined ? [''] : textsOf(machine, router.prefix, router.at);
  return own.flatMap((step) => {
    const base = step === '' ? prefix : joinPaths(prefix, step);
    const before: Before[] = [...above];
    const found: FoundRoute[] = [];
    for (const entry of router.entries) {
      for (const path of textsOf(machine, entry.path, entry.at)) {
        const full = path === '' ? base : joinPaths(base, path);
        if (entry.kind === 'middleware') before.push({ path: full, handlers: entry.handlers });
        else if (entry.kind === 'mount') {
          const next = entry.middleware.length > 0 ? [...before, { path: full, handlers: entry.middleware }] : before;
          found.push(...routesOf(machine, entry.target, full, next, inside));
        } else found.push(...routesOfEntry(router, entry, full, before));
      }
    }
    return found;
  });
}

const EVERY_METHOD = ['get', 'post', 'put', 'patch', 'delete'];

function routesOfEntry(
  router: Router,
  entry: RouteEntry,
  full: string,
  before: readonly Before[],
): readonly FoundRoute[] {
  const isAll = entry.methods.includes('ALL');
  if (isAll && isEverywhere(entry)) return [];
  const methods = isAll ? EVERY_METHOD : entry.methods.map((method) => method.toLowerCase());
  const handlers = [
    ...before.filter(({ path }) => covers(path, full)).flatMap((one) => one.handlers),
    ...entry.handlers,
  ];
  const base = {
    framework: router.framework,
    handlers,
    ...(entry.options && { options: entry.options }),
    ...(isAll && { ofAll: hasOthers(router, entry) ? ('beside' as const) : ('alone' as const) }),
    at: entry.at,
  };
  return pathTemplates(routedPath(router, full), router.framework).flatMap((template) =>
    methods.map((method) => ({ ...base, method, template })),
  );
}

/** Express and Koa take a path with and without a slash at its end, unless they are told to be strict. */
function routedPath({ framework }: Router, full: string): string {
  const path = full === '' ? '/' : full;
  return framework === 'fastify' || framework === 'hono' || path === '/' ? path : path.replace(/\/+$/, '') || '/';
}

/** `all('*')`, `all('/api/*')`: what answers whatever is left over. */
function isEverywhere({ path }: RouteEntry): boolean {
  const text = path.kind === 'constant' ? String(path.value) : '';
  return /[*]|\(\.\*\)/.test(text.replace(/:\w+(?:\([^()]*\))?[*+?]?/g, ''));
}

function hasOthers(router: Router, entry: RouteEntry): boolean {
  return router.entries.some(
    (other) => other.kind === 'route' && other !== entry && !other.methods.includes('ALL') && samePath(other, entry),
  );
}

function samePath(a: RouteEntry | MiddlewareEntry, b: RouteEntry | MiddlewareEntry): boolean {
  return a.path.kind === 'constant' && b.path.kind === 'constant' && a.path.value === b.path.value;
}

function covers(path: string, full: string): boolean {
  return path === '' || path === '/' || full === path || full.startsWith(`${path.replace(/\/$/, '')}/`);
}

function textsOf(machine: Machine, value: Value, at: Place): readonly string[] {
  switch (value.kind) {
    case 'constant':
      return [value.value === undefined || value.value === null ? '' : String(value.value)];
    case 'list':
      if (value.isOpen) machine.note('a list of paths is known in part only', at);
      return value.items.flatMap((item) => textsOf(machine, item.value, at));
    case 'either':
      return value.values.flatMap((one) => textsOf(machine, one, at));
    case 'pattern':
      machine.note('the path is a regular expression', at);
      return [];
    default:
      machine.note(
        value.kind === 'unknown' ? `the path is not known: ${value.reason}` : 'the path is known at run time only',
        at,
      );
      return [];
  }
}
