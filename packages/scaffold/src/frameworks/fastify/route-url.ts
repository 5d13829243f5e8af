/**
 * `/users/{userId}` as find-my-way writes it. In a segment that is more than one parameter or one literal each parameter has
 * an expression, behind which any text may follow; which part of it belongs to which parameter is told apart when the request
 * is read.
 */
export function routeUrl(path: string): string {
  return path.split('/').map(segmentUrl).join('/');
}

function segmentUrl(segment: string, index: number): string {
  const parts = segment.split(/(\{[^{}]+\})/).filter((part) => part !== '');
  const [only = ''] = parts;
  const name = only.slice(1, -1);
  if (parts.length === 1 && isParameter(only)) return /^\w+$/.test(name) ? `:${name}` : `:p${index}`;
  // An asterisk at the top would stand for everything behind it, and cannot be escaped there.
  if (!isParameter(only) && only.includes('*')) return `:p${index}(^${parts.map(expressionOf).join('')}$)`;
  return parts
    .map((part, at) => (isParameter(part) ? `:p${index}_${at}([^/]+?)` : part.replaceAll(':', '::')))
    .join('');
}

function isParameter(part: string): boolean {
  return part.startsWith('{');
}

function expressionOf(part: string): string {
  if (isParameter(part)) return '[^/]+';
  return part
    .replace(/[\\^$.*+?()[\]{}|/-]/g, '[$&]')
    .replaceAll('[^]', '\\^')
    .replaceAll('[\\]', '\\\\');
}
