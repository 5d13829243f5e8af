import type { AdditionalMethod, HttpMethod, PathMethod } from './api-model.js';

export const PATH_METHODS: ReadonlySet<string> = new Set<PathMethod>([
  'get',
  'put',
  'post',
  'delete',
  'options',
  'head',
  'patch',
  'trace',
]);

const ADDITIONAL: ReadonlySet<string> = new Set<AdditionalMethod>([
  'query',
  'acl',
  'bind',
  'checkout',
  'copy',
  'link',
  'lock',
  'm-search',
  'merge',
  'mkactivity',
  'mkcalendar',
  'mkcol',
  'move',
  'notify',
  'propfind',
  'proppatch',
  'purge',
  'rebind',
  'report',
  'search',
  'source',
  'subscribe',
  'unbind',
  'unlink',
  'unlock',
  'unsubscribe',
]);

export function isPathMethod(method: string): method is PathMethod {
  return PATH_METHODS.has(method);
}

export function isAdditionalMethod(method: string): method is AdditionalMethod {
  return ADDITIONAL.has(method);
}

/** Those that routers have no word for, in capitals, each once. */
export function additionalMethods(methods: readonly HttpMethod[]): readonly string[] {
  return [...new Set(methods.filter(isAdditionalMethod))].map((method) => method.toUpperCase()).sort();
}
