/** `/users/{userId}` as path-to-regexp 8 writes it, which routes for Express 5 and for @koa/router. */
export function routePath(path: string): string {
  return path
    .split(/(\{[^{}]+\})/)
    .map((part) => {
      if (!/^\{[^{}]+\}$/.test(part)) return part.replace(/[\\{}()[\]+?!*:]/g, '\\$&');
      const name = part.slice(1, -1);
      return /^[A-Za-z_$][\w$]*$/.test(name) ? `:${name}` : `:"${name.replace(/["\\]/g, '\\$&')}"`;
    })
    .join('');
}
