const FRAMEWORK =
  /(?:\bfrom\s*|\bimport\s*\(?\s*|\brequire\(\s*)['"](express|fastify|koa|@koa\/router|koa-router|hono|@hono\/zod-openapi)(?:\/[\w-]+)?['"]/g;

/** The packages of frameworks that texts of source code import, sorted. */
export function frameworksIn(texts: readonly string[]): readonly string[] {
  const names = texts.flatMap((text) => [...text.matchAll(FRAMEWORK)].map(([, name = '']) => name));
  return [...new Set(names)].sort();
}
