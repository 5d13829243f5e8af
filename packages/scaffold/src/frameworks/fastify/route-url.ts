/**
 * `/users/{userId}` as find-my-way writes it. A segment that is more than one parameter or one literal becomes a parameter
 * behind a regular expression; which part of it belongs to which parameter is told apart when the request is read.
 */
export function routeUrl(path: string): string {
  return path.split('/').map(segmentUrl).join('/');
}

function segmentUrl(segment: string, index: number): string {
  const parts = segment.split(/(\{[^{}]+\})/).filter((part) => part !== '');
  const [only = ''] = parts;
  if (parts.length <= 1 && !only.startsWith('{') && !/[*()]/.test(only)) return only.replaceAll(':', '::');
  const name = only.slice(1, -1);
  if (parts.length === 1 && /^\w+$/.test(name)) return `:${name}`;
  if (parts.length === 1 && only.startsWith('{')) return `:p${index}`;
  const pattern = parts.map((part) =>
    part.startsWith('{')
      ? '[^/]+'
      : part
          .replace(/[\\^$.*+?()[\]{}|/-]/g, '[$&]')
          .replaceAll('[^]', '\\^')
          .replaceAll('[\\]', '\\\\'),
  );
  return `:p${index}(^${pattern.join('')}$)`;
}
