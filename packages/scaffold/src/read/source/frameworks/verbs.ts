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
