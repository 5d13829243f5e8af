// What the code does to an app, a router or a plugin instance: routes, mounts and middleware, in the order of the code.
import type { FrameworkName } from '../../../model/framework-name.js';
import type { Place } from '../source-file.js';
import type { Item, Value } from '../values.js';

export interface Router {
  readonly framework: FrameworkName;
  readonly at: Place;
  /** Of the router itself, where it was given one: `new Router({ prefix })`. */
  prefix: Value | undefined;
  readonly entries: Entry[];
  /** Made as an application, and not to be mounted. */
  readonly isApp: boolean;
  /** Something serves it: it is no root. */
  isMounted: boolean;
}

export type Entry = RouteEntry | MountEntry | MiddlewareEntry;

export interface RouteEntry {
  readonly kind: 'route';
  /** Upper case. `ALL` is every method. */
  readonly methods: readonly string[];
  readonly path: Value;
  readonly handlers: readonly Item[];
  /** Options of the route, as Fastify has them. */
  readonly options?: Value;
  readonly at: Place;
}

export interface MountEntry {
  readonly kind: 'mount';
  readonly path: Value;
  readonly target: Router;
  /** What stands before the router in the same call. */
  readonly middleware: readonly Item[];
  readonly at: Place;
}

export interface MiddlewareEntry {
  readonly kind: 'middleware';
  readonly path: Value;
  readonly handlers: readonly Item[];
  readonly at: Place;
}

export function createRouterState(framework: FrameworkName, at: Place, prefix?: Value, isApp = false): Router {
  return { framework, at, prefix, entries: [], isApp, isMounted: false };
}
