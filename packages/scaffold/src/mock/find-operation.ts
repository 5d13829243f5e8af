// Which operation a method and a path are for.
import type { PlannedOperation } from '../plan/api-plan.js';
import { sortBySpecificity } from '../plan/route-order.js';

export interface FoundOperation {
  readonly planned: PlannedOperation;
  /** The path and query below the base path, still encoded. */
  readonly url: string;
}

export interface FoundPath {
  readonly found: FoundOperation | undefined;
  /** The methods that the path has, HEAD and OPTIONS among them. */
  readonly allow: readonly string[];
}

/** Paths are served at the root and, where the document's server has a path, below that too. Undefined for an unknown path. */
export function operationFinder(
  operations: readonly PlannedOperation[],
  basePath: string,
): (method: string, url: string) => FoundPath | undefined {
  const routes = sortBySpecificity(operations).map((planned) => ({
    planned,
    expression: expressionOf(planned.operation.path),
  }));
  const findBelow = (method: string, url: string): FoundPath | undefined => {
    const path = url.replace(/\?.*/s, '');
    // The first path that fits decides, as in the generated routers; its methods are those of all spellings of it.
    const first = routes.find(({ expression }) => expression.test(path));
    if (!first) return undefined;
    const here = routes.filter(({ expression }) => expression.source === first.expression.source);
    const methods = here.map(({ planned }) => planned.operation.method.toUpperCase());
    const wanted = methods.includes(method) || method !== 'HEAD' ? method : 'GET';
    const route = here[methods.indexOf(wanted)];
    const allow = new Set([...methods, ...(methods.includes('GET') ? ['HEAD'] : []), 'OPTIONS']);
    return { found: route && { planned: route.planned, url }, allow: [...allow] };
  };
  return (method, url) => {
    const isBelow = basePath !== '' && url.startsWith(`${basePath}/`);
    return (isBelow ? findBelow(method, url.slice(basePath.length)) : undefined) ?? findBelow(method, url);
  };
}

function expressionOf(path: string): RegExp {
  const parts = path.split(/(\{[^{}]+\})/);
  const source = parts.map((part) => (/^\{[^{}]+\}$/.test(part) ? '[^/]+?' : escapeRegExp(part)));
  return new RegExp(`^${source.join('')}$`);
}

function escapeRegExp(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}
