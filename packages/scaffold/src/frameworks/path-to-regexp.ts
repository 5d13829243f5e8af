/** `/users/{userId}` as path-to-regexp 8 writes it, which routes for Express 5 and for @koa/router. */
export function routePath(path: string): string {
  // Two parameters side by side are one to it; which text belongs to which is told apart when the request is read.
  return path
    .replace(/(\{[^{}]+\})(?:\{[^{}]+\})+/g, '$1')
    .split(/(\{[^{}]+\})/)
    .map((part) => {
      if (!/^\{[^{}]+\}$/.test(part)) return part.replace(/[\\{}()[\]+?!*:]/g, '\\$&');
      const name = part.slice(1, -1);
      return /^[A-Za-z_$][\w$]*$/.test(name) ? `:${name}` : `:"${name.replace(/["\\]/g, '\\$&')}"`;
    })
    .join('');
}
