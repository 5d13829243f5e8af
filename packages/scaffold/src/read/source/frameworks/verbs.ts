import { METHODS } from 'node:http';

const VERBS = new Map(
  ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace', 'query'].map((name) => [
    name,
    name.toUpperCase(),
  ]),
);

/** `get` → GET, `del` → DELETE, `all` → ALL; undefined for what is no method that OpenAPI has. */
export function methodOfVerb(name: string): string | undefined {
  if (name === 'all') return 'ALL';
  if (name === 'del') return 'DELETE';
  return VERBS.get(name);
}

/** A verb that frameworks route and OpenAPI has no word for: `propfind`, `m-search`. */
export function isOtherVerb(name: string): boolean {
  return METHODS.includes(name.toUpperCase()) && methodOfVerb(name) === undefined;
}
