// The routes of a source tree: walk through its files, find what nobody mounts, and follow it down.
import { relative } from 'node:path';
import type { SourceTree } from '../find-files.js';
import { createInterpreter, type Interpreter } from '../interpret/interpreter.js';
import { type ModuleStore, moduleStore } from '../interpret/modules.js';
import { moduleResolver } from '../resolve-module.js';
import { type Called, callUncalled } from './call-uncalled.js';
import { collectRoutes, type FoundRoute } from './collect-routes.js';
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
  const routes = collectRoutes(interpreter.machine, rootsOf(interpreter, called));
  return { routes, interpreter, store };
}

/** The apps; where no app is in sight, every router that nobody mounts. */
function rootsOf({ machine, routers }: Interpreter, called: Called): readonly Router[] {
  const isFree = (router: Router): boolean => !router.isMounted && !called.superseded.has(router);
  const free = routers.filter((router) => isFree(router) && router.entries.length > 0);
  const plugins = called.plugins.filter(isFree);
  const apps = free.filter(({ isApp }) => isApp);
  if (apps.length === 0) return [...free, ...plugins];
  for (const router of [...free, ...plugins]) {
    const routes = router.entries.filter(({ kind }) => kind === 'route').length;
    if (!router.isApp && routes > 0)
      machine.note(`a router with ${routes} routes is mounted nowhere that could be seen`, router.at);
  }
  return apps;
}
