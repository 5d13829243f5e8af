// The routes of a source tree: walk through its files, find what nobody mounts, and follow it down.
import { relative } from 'node:path';
import type { SourceTree } from '../find-files.js';
import { createInterpreter, type Interpreter } from '../interpret/interpreter.js';
import { type ModuleStore, moduleStore } from '../interpret/modules.js';
import { moduleResolver } from '../resolve-module.js';
import { type Called, callUncalled } from './call-uncalled.js';
import { collectRoutes, type FoundRoute } from './collect-routes.js';
import { findUnfollowed } from './find-unfollowed.js';
import type { Router } from './router.js';

export interface RouteReading {
  readonly routes: readonly FoundRoute[];
  readonly interpreter: Interpreter;
  readonly store: ModuleStore;
}

export function findRoutes(cwd: string, { root, files }: SourceTree): RouteReading {
  const shown = (path: string): string => {
    const way = relative(cwd, path).replaceAll('\\', '/');
    return way.startsWith('..') ? path : way;
  };
  const store = moduleStore({ root, resolver: moduleResolver(root), shown });
  const interpreter = createInterpreter(store);
  for (const file of files) store.load(interpreter.machine, file);
  const called = callUncalled(interpreter, store.modules.values());
  const { roots, strays } = rootsOf(interpreter, called);
  const { machine, notes } = interpreter;
  const routes = collectRoutes(machine, roots);
  for (const { at, entries } of strays)
    machine.note(`a router with ${countOf(entries)} is mounted nowhere that could be seen`, at);
  const sources = [...store.modules.values()].map(({ file }) => file);
  for (const { reason, at } of findUnfollowed(sources, [...roots, ...strays], notes)) machine.note(reason, at);
  return { routes, interpreter, store };
}

interface Roots {
  readonly roots: readonly Router[];
  /** Have routes, beside apps that mount none of them. */
  readonly strays: readonly Router[];
}

/** The apps; where no app is in sight, every router that nobody mounts. */
function rootsOf({ routers }: Interpreter, called: Called): Roots {
  const isFree = (router: Router): boolean => !router.isMounted && !called.superseded.has(router);
  const free = routers.filter((router) => isFree(router) && router.entries.length > 0);
  const all = [...free, ...called.plugins.filter(isFree)];
  const apps = free.filter(({ isApp }) => isApp);
  if (apps.length === 0) return { roots: all, strays: [] };
  return { roots: apps, strays: all.filter(({ isApp, entries }) => !isApp && routesIn(entries) > 0) };
}

function routesIn(entries: Router['entries']): number {
  return entries.filter(({ kind }) => kind === 'route').length;
}

function countOf(entries: Router['entries']): string {
  const count = routesIn(entries);
  return count === 1 ? 'one route' : `${count} routes`;
}
