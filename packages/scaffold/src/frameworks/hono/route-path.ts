/**
 * `/users/{userId}` as Hono writes it. A parameter is a whole segment there; a segment that has more is one with an expression,
 * and so is a text that would mean something to the router. Which text belongs to which parameter is told apart when the
 * request is read.
 */
export function routePath(path: string): string {
  return path.split('/').map(segmentPath).join('/');
}

function segmentPath(segment: string, index: number): string {
  const parts = segment.split(/(\{[^{}]+\})/).filter((part) => part !== '');
  const [only = ''] = parts;
  if (parts.length === 1 && isParameter(only)) return `:${/^\{\w+\}$/.test(only) ? only.slice(1, -1) : `p${index}`}`;
  if (!parts.some(isParameter) && !/[:*?{}]/.test(segment)) return segment;
  return `:p${index}{${parts.map(expressionOf).join('')}}`;
}

function isParameter(part: string): boolean {
  return part.startsWith('{');
}

function expressionOf(part: string): string {
  return isParameter(part) ? '[^/]+' : part.replace(/[\\^$.*+?()[\]{}|-]/g, '\\$&');
}
