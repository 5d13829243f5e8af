/** `public."Order Items"` → `['public', 'Order Items']` */
export function parseQualified(name: string): readonly string[] {
  const parts: string[] = [];
  for (const match of name.matchAll(/"((?:[^"]|"")*)"|([^."]+)/g))
    parts.push(match[1] === undefined ? (match[2] ?? '') : match[1].replaceAll('""', '"'));
  return parts;
}
